#pragma once
// One made-up record of NIH ChestX-ray14's form, from counts over the public table.

#include "util/seeded_random.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::simulator {

struct NihPatient {
    std::uint64_t number = 0; // above 90,000,000
    std::uint64_t images = 1;
    int age = 0; // at the first one
    char gender = 'F';
};

// The `index`-th of a feed.
[[nodiscard]] NihPatient nih_patient(std::uint64_t seed, std::uint64_t index);

struct NihRow {
    std::string image_index, labels, follow_up, patient_id, age, gender, view, width, height, spacing_x,
        spacing_y;
};

// The header as the table has it, with its newline.
[[nodiscard]] std::string_view nih_header_line();

// The patient's image number `image`, from 0, with this follow-up number.
[[nodiscard]] NihRow nih_row(const NihPatient& patient, std::uint64_t image, std::uint64_t follow_up,
                             util::SeededRandom& random);

// As a line of the feed.
[[nodiscard]] std::string nih_line(const NihRow& row);

// The record with the `n`-th fault in turn, as a line: each of a kind that keeps it from being loaded.
inline constexpr std::uint64_t kNihFaults = 7;
[[nodiscard]] std::string spoiled_nih(NihRow row, std::uint64_t n);

} // namespace padchestd::simulator
