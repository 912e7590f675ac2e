#include "config/secret.h"

#include <cctype>

namespace padchestd::config {

namespace {

constexpr std::string_view kMask = "***";

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool is_uri(std::string_view text) {
    return text.substr(0, 13) == "postgresql://" || text.substr(0, 11) == "postgres://";
}

// Where a keyword/value string's value ends: at white space, or after the closing quote. `\` escapes one
// character.
std::size_t value_end(std::string_view text, std::size_t at) {
    const bool quoted = at < text.size() && text[at] == '\'';
    if (quoted) ++at;
    while (at < text.size()) {
        if (text[at] == '\\') {
            at += 2;
        } else if (quoted ? text[at] == '\'' : is_space(text[at])) {
            return quoted ? at + 1 : at;
        } else {
            ++at;
        }
    }
    return text.size(); // unterminated: all of the rest
}

// Masks the value of every `password` followed by `=` from `from` on; `value_ends` says where a value ends.
template<typename ValueEnds>
std::string mask_values(std::string_view text, std::size_t from, ValueEnds value_ends) {
    constexpr std::string_view kKeyword = "password"; // also ends `sslpassword`
    std::string shown(text.substr(0, from));
    while (from < text.size()) {
        const auto keyword = text.find(kKeyword, from);
        if (keyword == std::string_view::npos) break;
        auto value = keyword + kKeyword.size();
        while (value < text.size() && is_space(text[value])) ++value;
        if (value >= text.size() || text[value] != '=') {
            shown += text.substr(from, value - from);
            from = value;
            continue;
        }
        ++value;
        while (value < text.size() && is_space(text[value])) ++value;
        shown += text.substr(from, value - from);
        shown += kMask;
        from = value_ends(text, value);
    }
    if (from < text.size()) shown += text.substr(from);
    return shown;
}

std::string mask_uri(std::string_view text) {
    const auto authority = text.find("://") + 3;
    // A password may hold unescaped characters that libpq takes all the same: up to the last @ before the
    // parameters.
    const auto query = text.find('?', authority);
    const auto at = text.rfind('@', query);
    const auto colon = text.find(':', authority);
    std::string shown(text);
    if (at != std::string_view::npos && at >= authority && colon < at) {
        shown = std::string(text.substr(0, colon + 1)) + std::string(kMask) + std::string(text.substr(at));
    }
    return mask_values(shown, 0, [](std::string_view whole, std::size_t from) {
        const auto end = whole.find('&', from);
        return end == std::string_view::npos ? whole.size() : end;
    });
}

} // namespace

std::string mask_conninfo(std::string_view conninfo) {
    return is_uri(conninfo) ? mask_uri(conninfo) : mask_values(conninfo, 0, value_end);
}

bool holds_secret(std::string_view conninfo) {
    return mask_conninfo(conninfo) != conninfo;
}

} // namespace padchestd::config
