#pragma once
// Turns a record of PadChest-GR into a study with one finding, or into a rejection with a reason.

#include "clinical/content_hashes.h"
#include "clinical/mapping.h"
#include "padchest_gr/findings.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace padchestd::padchest_gr {

// Columns that are read and that `header` lacks.
[[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header);

class Transform final : public clinical::StudyReader {
  public:
    // Throws util::Failure (data) where columns are missing, or one occurs twice.
    explicit Transform(const feed::CsvHeader& header);

    [[nodiscard]] std::variant<clinical::StudyRecord, clinical::Rejection>
    operator()(const feed::Record& record, std::int32_t generation) override;

    void begin_batch() override { findings_.begin_batch(); }
    [[nodiscard]] std::size_t new_bytes() const override { return findings_.new_bytes(); }

  private:
    using MaybeRejection = std::optional<clinical::Rejection>;
    using Place = std::optional<std::size_t>;

    // Where the header has the columns.
    struct Places {
        explicit Places(const feed::CsvHeader& header);

        std::size_t study_id, image_id, study_date;
        Place plain_date, patient_id, patient_birth, patient_sex, patient_age;
    };

    [[nodiscard]] MaybeRejection read_date(const feed::Record& record, clinical::Date& date) const;
    void read_person(const feed::Record& record, clinical::StudyRecord& study) const;
    void make_image(clinical::Procedure& image);

    Places places_;
    Findings findings_;
    clinical::ContentHasher hash_;
};

} // namespace padchestd::padchest_gr
