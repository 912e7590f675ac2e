#pragma once
// Turns a record of NIH ChestX-ray14 into a study, or into a rejection with a reason. An image is a study:
// the table has no number of a study, and no two images of a patient have the same follow-up.

#include "clinical/content_hashes.h"
#include "clinical/mapping.h"
#include "clinical/text_cache.h"
#include "nih/labels.h"
#include "util/hash_key.h"

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace padchestd::nih {

// The day that every study is given, since the table has no dates: the last one of the years that its images
// are from (1992 to 2015). On the last day of a year the age is that year less the birth year
// (docs/decisions/010-a-feed-without-dates.md).
inline constexpr clinical::Date kStatedDate{std::chrono::year{2015}, std::chrono::December,
                                            std::chrono::day{31}};

// Columns that are read and that `header` lacks.
[[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header);

class Transform final : public clinical::StudyReader {
  public:
    // Throws util::Failure (data) where columns are missing, or one occurs twice.
    explicit Transform(const feed::CsvHeader& header);

    // An image index holds the number of the patient, so that it is no key of the store: the keyed hash of
    // it is. Without use_hash_key() before it throws std::logic_error.
    [[nodiscard]] std::variant<clinical::StudyRecord, clinical::Rejection>
    operator()(const feed::Record& record, std::int32_t generation) override;

    void use_hash_key(const util::HashKey& key) override { key_.emplace(key); }
    void begin_batch() override;
    [[nodiscard]] std::size_t new_bytes() const override { return labels_.new_bytes(); }

  private:
    using MaybeRejection = std::optional<clinical::Rejection>;
    using Id = std::array<char, 32>; // hexadecimal digits

    // Where the header has the columns.
    struct Places {
        explicit Places(const feed::CsvHeader& header);

        std::size_t image_index, labels, age, view, width, height, spacing_x, spacing_y;
        std::optional<std::size_t> patient_id, gender;
    };

    [[nodiscard]] MaybeRejection read_id(const feed::Record& record, clinical::Text& id);
    [[nodiscard]] MaybeRejection read_encounter(const feed::Record& record, clinical::StudyRecord& study);
    [[nodiscard]] MaybeRejection read_person(const feed::Record& record, clinical::StudyRecord& study) const;
    [[nodiscard]] MaybeRejection read_image(const feed::Record& record, clinical::Procedure& image);

    Places places_;
    LabelSets labels_;
    std::optional<util::HashKey> key_;
    std::deque<Id> ids_;          // of this batch
    std::deque<Id> previous_ids_; // of the one before, which may still be on its way
    clinical::TextCache<std::string> names_;
    clinical::ContentHasher content_hash_;
};

} // namespace padchestd::nih
