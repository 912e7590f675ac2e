#pragma once
// One complete record of the feed, as bytes and as fields. Knows nothing of what the fields mean.

#include "feed/position.h"

#include <optional>
#include <string_view>
#include <vector>

namespace padchestd::feed {

// Why a stretch of the feed is not a record. The names stand in ingest.quarantine.reason.
enum class Malformation {
    field_count,     // more or fewer fields than the header
    malformed_quote, // a closing quote followed by something else, a quote inside an unquoted field
    record_too_long, // no end within feed.max_record_bytes
    open_quote,      // a quote that never closed; the line that opened it is given up
    not_utf8,        // bytes that are not UTF-8
    nul_byte,        // a NUL, which Postgres cannot store
};

[[nodiscard]] std::string_view name(Malformation malformation);

// Lifetime: `bytes` and `fields` view the batch's buffers (feed/tailer.h) and end with them.
struct Record {
    Position start;                           // where its first byte stands, and the records before it
    std::string_view bytes;                   // with its line end; what the ledger counts and the hash covers
    std::vector<std::string_view> fields;     // unquoted, `""` undone; empty when malformed
    std::optional<Malformation> malformation; // set: not a record; goes to quarantine by position
    std::uint64_t length = 0;                 // of the stretch; > bytes.size() where it was too long to keep
};

} // namespace padchestd::feed
