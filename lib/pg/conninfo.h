#pragma once
// A connection string as libpq reads it, and how it is shown: from its parsed options only. libpq's own error
// texts quote what they can't read, which may be a password.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::pg {

struct ConninfoOption {
    std::string name; // libpq's keyword: `host`
    std::string value;
    bool secret; // a password, or a key: never shown

    bool operator==(const ConninfoOption&) const = default;
};

// The options that a string or URI gives, in libpq's order. Nothing where it is not one, or where a part
// looks like a URI's password that was not percent-encoded: a port that is no number, an @ in a URI's
// host, port or database. An empty text has no options.
[[nodiscard]] std::optional<std::vector<ConninfoOption>> parse_conninfo(std::string_view text);

// As it may be shown: as it is where it holds no secret, else its options with `***` for each secret; only
// `***` where it can't be parsed.
[[nodiscard]] std::string shown_conninfo(std::string_view text);

// Whether shown_conninfo hides anything.
[[nodiscard]] bool holds_secret(std::string_view text);

} // namespace padchestd::pg
