#pragma once
// What bytes at the start of a file show of its form, for a person to read. Reading decides for itself, by
// the header and record by record.

#include <cstdint>
#include <string_view>

namespace padchestd::feed {

enum class TextEncoding {
    ascii,
    utf8,
    damaged_utf8, // most of what is no ASCII is UTF-8
    latin1,       // no UTF-8, and what ISO 8859-1 has as letters and signs
    utf16_le,
    utf16_be,
    unknown,
};

struct TextForm {
    TextEncoding encoding = TextEncoding::ascii;
    bool byte_order_mark = false;
    // Ends of lines outside double quotes; of UTF-16 none are counted.
    std::uint64_t line_feeds = 0;       // alone
    std::uint64_t crlfs = 0;            // CR LF
    std::uint64_t carriage_returns = 0; // alone
};

// `bytes`: the file's first ones; they may end within a character.
[[nodiscard]] TextForm text_form(std::string_view bytes);

// `ASCII`, `UTF-16, little-endian`.
[[nodiscard]] std::string_view name(TextEncoding encoding);

// `LF`, `CR LF`, `CR alone`, `mixed`; empty where no line ends.
[[nodiscard]] std::string_view line_ends(const TextForm& form);

} // namespace padchestd::feed
