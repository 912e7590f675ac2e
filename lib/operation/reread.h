#pragma once
// The feed, read a second time for the audit: a batch of the ledger from its bytes to the hashes of its
// studies, by a reader of its own.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "feed/arena.h"
#include "feed/csv_parser.h"
#include "operation/plain_record_reader.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

// A line of ingest.batches. Offsets in bytes, from the begin of the file.
struct LedgerBatch {
    std::int64_t batch_id = 0;
    std::uint64_t start = 0, end = 0, header_bytes = 0;
    std::uint64_t first_row = 0; // records before it
    util::KeyedHash bytes_hash;
};

// A record in quarantine.
struct QuarantinedSpan {
    std::uint64_t length = 0; // bytes
    util::KeyedHash hash;
};

using QuarantinedSpans = std::map<std::uint64_t, QuarantinedSpan>; // by the offset of their first byte

// What the store must hold of one record. The ids point into its RereadBatch.
struct RereadRecord {
    feed::SourcePosition position;
    std::uint64_t row = 0; // records before it
    std::string_view encounter_id, procedure_id;
    std::optional<std::string_view> report_id, finding_id;
    util::ContentHash encounter, procedure, report, finding; // of their content
    util::KeyedHash record_hash;
};

struct RereadBatch {
    LedgerBatch batch;
    feed::Arena<char> ids{65'536};
    std::vector<RereadRecord> records; // those that are not in quarantine
    std::int64_t all_records = 0;
    std::optional<std::string> difference; // the first one: `records` lacks what follows it

    // As new, but for its memory.
    void clear() {
        ids.clear();
        records.clear();
        all_records = 0;
        difference.reset();
    }
};

// For one thread at a time.
class FeedReread {
  public:
    // `settings` and `source` outlive it, `header` is of the file of `source`.
    FeedReread(const config::FeedSettings& settings, const clinical::Mapping& mapping, util::HashKey key,
               std::int32_t generation, const feed::CsvHeader& header, const feed::ByteSource& source);

    // `quarantined` holds all that begin in the batch. Uses the memory of `spent`, which is nobody's any
    // more.
    [[nodiscard]] RereadBatch read(const LedgerBatch& batch, const QuarantinedSpans& quarantined,
                                   RereadBatch spent);

  private:
    void read_records(const QuarantinedSpans& quarantined, RereadBatch& reread);
    [[nodiscard]] bool is_quarantined(const QuarantinedSpan& span);
    [[nodiscard]] bool add_record(const feed::Position& start, RereadBatch& reread);

    const config::FeedSettings& settings_;
    util::HashKey key_;
    std::int32_t generation_;
    PlainRecordReader reader_;
    feed::CsvParser parser_;
    std::unique_ptr<clinical::StudyReader> study_reader_;
    std::string record_; // the bytes of the present one, with the parser's padding
};

} // namespace padchestd::operation
