#include "support/feed_reading.h"

#include <stdexcept>

namespace padchestd::tests {

namespace {

void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
}

void check(const feed::Batch& batch, feed::Position from, std::uint64_t size) {
    feed::Position at = from;
    for (const feed::Record& record : batch.records) {
        require(record.start == at, "a record does not begin where the one before it ends");
        require(record.malformation.has_value() == record.fields.empty(),
                "fields of a malformed record, or none");
        at = {at.byte_offset + record.length, at.record_number + 1};
    }
    require(batch.start == from && batch.end == at, "a batch is not the sum of its records");
    require(batch.end.byte_offset + batch.pending == size, "pending does not reach to the end of the file");
    require(!batch.more || !batch.records.empty(), "more to come, but nothing read");
}

} // namespace

void read_all(feed::Tailer& tailer, feed::Position& at, std::vector<PlainRecord>& records,
              feed::FinalRecord mode, std::uint64_t holes_passed) {
    bool promised = false;
    while (true) {
        const feed::Batch batch = tailer.read(at, mode, holes_passed);
        check(batch, at, tailer.size());
        require(batch.records.empty() || tailer.still_holds(batch),
                "a batch's hash is not that of its bytes");
        require(!promised || !batch.records.empty(), "more was promised, but there is none");
        for (const feed::Record& record : batch.records) records.push_back(plain(record));
        at = batch.end;
        if (!batch.more) {
            require(tailer.read(at, mode, holes_passed).records.empty(),
                    "no more was reported, but there is more");
            return;
        }
        promised = true;
    }
}

} // namespace padchestd::tests
