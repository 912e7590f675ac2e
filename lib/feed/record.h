#pragma once
// One complete record of the feed, as bytes and as fields. Knows nothing of what the fields mean.

#include "feed/fields.h"
#include "feed/position.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace padchestd::feed {

// Why a stretch of the feed is not a record. The names are in ingest.quarantine.reason.
enum class Malformation {
    field_count,     // more or fewer fields than the header
    malformed_quote, // a closing quote followed by something else, a quote inside an unquoted field
    record_too_long, // no end within feed.max_record_bytes
    open_quote,      // a quote that never closed; the line that opened it is given up
    not_utf8,        // bytes that are not UTF-8
    nul_byte,        // a NUL, which Postgres cannot store
};

[[nodiscard]] std::string_view name(Malformation malformation);

// A record's stretch of the feed is [start.byte_offset, start.byte_offset + length). Stretches follow each
// other without gap or overlap: empty lines before a record belong to its stretch, but not to its `bytes`.
//
// Lifetime: `bytes` and `fields` view the batch's buffers (feed/tailer.h) and end with them.
struct Record {
    // Where its stretch begins, and the records before it.
    Position start;
    // The record itself with its line end. Of a malformed stretch no more than feed.max_record_bytes are
    // kept.
    std::string_view bytes;
    // Unquoted, `""` undone, as many as the header has; empty when malformed.
    Fields fields;
    // Set: not a record; goes to quarantine by position.
    std::optional<Malformation> malformation;
    // Of the stretch: what the ledger counts.
    std::uint64_t length = 0;
};

} // namespace padchestd::feed
