#pragma once
// Turns a record of the feed into a study of the clinical schema, or into a rejection with a reason. No I/O,
// no database. PatientID, birth year and sex are read for the draw of a patient only: they are in
// StudyRecord::person, and in nothing that is stored (docs/privacy.md).

#include "clinical/mapping.h"
#include "padchest/taxonomy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace padchestd::padchest {

// Columns the feed must have: those that the transform reads. A header without one of them is refused as a
// whole. Empty when all are there.
[[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header);

class Transform final : public clinical::StudyReader {
  public:
    // `taxonomy` outlives it. Throws util::Failure (data) naming the missing columns.
    Transform(const feed::CsvHeader& header, const Taxonomy& taxonomy);
    ~Transform() override;

    // Of several reasons against a record one is given: the encounter is looked at first, then report and
    // procedure.
    [[nodiscard]] std::variant<clinical::StudyRecord, clinical::Rejection>
    operator()(const feed::Record& record, std::int32_t generation) override;

    // The real feed has about 49,000 distinct label lists: some 10 MB are kept.
    void begin_batch() override;

    [[nodiscard]] std::size_t new_bytes() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::padchest
