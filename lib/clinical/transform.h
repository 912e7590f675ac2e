#pragma once
// Turns a record of the feed into a study of the clinical schema, or into a rejection with a reason. No I/O,
// no database. PatientID and PatientBirth are never looked at (docs/privacy.md).

#include "clinical/rejection.h"
#include "clinical/study.h"
#include "clinical/taxonomy.h"
#include "feed/csv_header.h"
#include "feed/record.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace padchestd::clinical {

// Columns the feed must have; a header without one of them is refused as a whole.
[[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header);

// The record's bytes as quarantine keeps them: PatientID and PatientBirth blanked, still CSV, without the
// line end. Nothing where the record could not be split into fields (then only position and hash are kept).
[[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader& header, const feed::Record& record);

class Transform {
  public:
    // Both references outlive it. Throws util::Failure (data) naming the missing columns.
    Transform(const feed::CsvHeader& header, const Taxonomy& taxonomy);
    ~Transform();
    Transform(Transform&&) noexcept;
    Transform& operator=(Transform&&) noexcept;

    // `record` is not malformed. Views in the result point into `record` and into this object; they end with
    // the record's buffer or with the next begin_batch().
    [[nodiscard]] std::variant<StudyRecord, Rejection> operator()(const feed::Record& record,
                                                                  std::int32_t generation);

    // Bounds the memory of interned label lists (about 29,000 distinct texts in the real feed).
    void begin_batch();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::clinical
