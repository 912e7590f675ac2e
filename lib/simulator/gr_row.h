#pragma once
// One made-up record of PadChest-GR's form: a finding of an image, with the two columns of boxes that the
// published table leaves to its JSON file.

#include "simulator/row.h"
#include "util/seeded_random.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::simulator {

enum class GrColumn : std::size_t {
    study_id,
    image_id,
    label,
    boxes_count,
    extra_boxes_count,
    locations,
    prior_study,
    progression_status,
    prior_image_id,
    sentence_en,
    sentence_es,
    study_is_benchmark,
    study_is_validation,
    split,
    patient_id,
    patient_is_benchmark,
    patient_birth,
    patient_sex,
    study_date_dicom,
    study_date,
    patient_age,
    label_group,
    year,
    boxes,
    extra_boxes,
};
inline constexpr std::size_t kGrColumns = 25;

struct GrRow {
    std::array<std::string, kGrColumns> values;

    [[nodiscard]] std::string& operator[](GrColumn column) {
        return values.at(static_cast<std::size_t>(column));
    }
};

// The header, with its newline.
[[nodiscard]] std::string_view gr_header_line();

// What all findings of an image share. `image` is the image's record of the PadChest-shaped feed.
[[nodiscard]] GrRow gr_image(const Row& image, util::SeededRandom& random);

// The image's record with this finding (an index into Findings::built_in()).
[[nodiscard]] GrRow gr_finding(GrRow image, std::size_t finding, util::SeededRandom& random);

// As a line of the feed.
[[nodiscard]] std::string gr_line(const GrRow& row);

// The record with the `n`-th fault in turn, as a line: each of a kind that keeps it from being loaded.
inline constexpr std::uint64_t kGrFaults = 10;
[[nodiscard]] std::string spoiled_gr(GrRow row, std::uint64_t n);

} // namespace padchestd::simulator
