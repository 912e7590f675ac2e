#pragma once
// A batch of the feed after the transformation: studies and rejections, nothing in between.

#include "feed/tailer.h"
#include "ingest/feed_source.h"
#include "store/reject_log.h"

#include <vector>

namespace padchestd::ingest {

struct PreparedBatch {
    feed::Batch read;
    std::vector<clinical::StudyRecord> studies; // in feed order
    std::vector<store::Reject> rejects;         // in feed order
    store::FeedProfile profile;                 // of `studies`
    // Why the export as a whole is damaged, as far as this batch shows it: not to be written before an
    // operator has looked.
    std::optional<std::string> damage;
};

[[nodiscard]] inline bool is_unlabelled(const clinical::StudyRecord& study) {
    return study.encounter.diagnoses->codes.empty();
}

// What the label texts of one batch may take of memory, as StudyReader::new_bytes() has it. A batch of the
// real feed's 10,000 records takes 3 MB.
constexpr std::size_t kMostNewBytes = std::size_t{8} << 20U;

// Transforms `read`, up to the record that passes kMostNewBytes: the batch then ends there, and the rest is
// read again. The result views the source's buffers: it ends with the next read.
[[nodiscard]] PreparedBatch prepare(FeedSource& source, feed::Batch read, std::int32_t generation);

// The quarantine entry of a record: position, hash, blanked content, and the keys where they can be read.
[[nodiscard]] store::Reject make_reject(const clinical::Mapping& mapping, const feed::CsvHeader& header,
                                        const feed::Record& record, std::string_view reason,
                                        std::string_view column);

// The record of `read` that a study was made of.
[[nodiscard]] const feed::Record& record_of(const feed::Batch& read, const clinical::StudyRecord& study);

} // namespace padchestd::ingest
