#pragma once
// Turns a record of the feed into a study of the clinical schema, or into a rejection with a reason. No I/O,
// no database. PatientID and PatientBirth are never looked at (docs/privacy.md).

#include "clinical/rejection.h"
#include "clinical/study.h"
#include "feed/csv_header.h"
#include "feed/record.h"
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

// The record's bytes as quarantine keeps them: PatientID and PatientBirth blanked, and with them every column
// that is not one of PadChest's (a renamed or an additional one could hold a person's identity, and nothing
// reads it). Still CSV with the header's number of fields, without the line end; may be quoted otherwise than
// in the feed. Nothing where the record could not be split into fields (then only position and hash are
// kept).
[[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader& header, const feed::Record& record);

class Transform {
  public:
    // Both references outlive it. Throws util::Failure (data) naming the missing columns.
    Transform(const feed::CsvHeader& header, const Taxonomy& taxonomy);
    ~Transform();
    Transform(Transform&&) noexcept;
    Transform& operator=(Transform&&) noexcept;

    // `record` is not malformed and comes from a feed with the constructor's header. Views in the result
    // point into `record` and into this object; they end with the record's buffer or with the second
    // begin_batch() after the call: the batch before may still be on its way to the database while this one
    // is transformed, by another thread too. Of several reasons against a record one is given: the encounter
    // is looked at first, then report and procedure.
    [[nodiscard]] std::variant<clinical::StudyRecord, clinical::Rejection>
    operator()(const feed::Record& record, std::int32_t generation);

    // Bounds the memory of interned texts (about 49,000 distinct label lists in the real feed) to some 10 MB.
    void begin_batch();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::padchest
