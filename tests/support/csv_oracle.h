#pragma once
// What the feed's reader must find in a file: the same rules written a second time, over the whole file in
// one string, without a buffer, a batch or a restart. Slow and plain on purpose; shares no code with
// lib/feed.

#include "feed/record.h"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::tests {

// A record that owns its bytes.
struct PlainRecord {
    feed::Position start;
    std::uint64_t length = 0;
    std::string bytes;
    std::vector<std::string> fields;
    std::optional<feed::Malformation> malformation;

    friend bool operator==(const PlainRecord&, const PlainRecord&) = default;
};

[[nodiscard]] PlainRecord plain(const feed::Record& record);
std::ostream& operator<<(std::ostream& out, const PlainRecord& record);

struct OracleRules {
    std::size_t columns = 0;
    std::size_t max_record_bytes = 0;
    bool take_final_record = false;
};

// The records of `file` after its first `header_bytes`.
[[nodiscard]] std::vector<PlainRecord> oracle_records(const std::string& file, std::size_t header_bytes,
                                                      const OracleRules& rules);

} // namespace padchestd::tests
