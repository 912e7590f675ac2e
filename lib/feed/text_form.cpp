#include "feed/text_form.h"

#include "feed/utf8.h"

#include <algorithm>

namespace padchestd::feed {

namespace {

constexpr std::size_t kLongestCharacter = 4;

// Whether each second byte of the first ones is NUL, and no other: ASCII in units of two bytes.
bool has_nul_at(std::string_view bytes, std::size_t place) {
    const std::size_t count = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 64);
    for (std::size_t i = 0; i < count; ++i) {
        if ((bytes[i] == '\0') != (i % 2 == place)) return false;
    }
    return count >= 4;
}

// Whether all the bytes are the beginning of one character.
bool is_begun(std::string_view bytes) {
    const auto follows = [](char byte) { return (byte & '\xC0') == '\x80'; };
    return bytes.size() < kLongestCharacter && static_cast<unsigned char>(bytes.front()) >= 0xC2 &&
           std::all_of(bytes.begin() + 1, bytes.end(), follows);
}

TextEncoding encoding_of(std::string_view bytes) {
    std::uint64_t characters = 0, strange = 0, unlikely = 0;
    while (!bytes.empty()) {
        const std::size_t length = utf8_length(bytes);
        const auto byte = static_cast<unsigned char>(bytes.front());
        if (length == 0 && is_begun(bytes)) break; // it is cut here
        if (length == 0) ++strange;
        // Controls of ISO 8859-1, and its last letters, which damage and marks of UTF-16 have.
        if (length == 0 && (byte < 0xA0 || byte > 0xFC)) ++unlikely;
        if (length > 1) ++characters;
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    if (strange == 0) return characters == 0 ? TextEncoding::ascii : TextEncoding::utf8;
    if (characters == 0 && unlikely == 0) return TextEncoding::latin1;
    return characters > strange ? TextEncoding::damaged_utf8 : TextEncoding::unknown;
}

void count_line_ends(std::string_view bytes, TextForm& form) {
    bool quoted = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] == '"') quoted = !quoted;
        if (quoted) continue;
        const bool after_cr = i > 0 && bytes[i - 1] == '\r';
        if (bytes[i] == '\n') ++(after_cr ? form.crlfs : form.line_feeds);
        if (bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n') ++form.carriage_returns;
    }
}

} // namespace

TextForm text_form(std::string_view bytes) {
    TextForm form;
    const bool little = bytes.starts_with("\xFF\xFE"), big = bytes.starts_with("\xFE\xFF");
    if (little || big || has_nul_at(bytes, 0) || has_nul_at(bytes, 1)) {
        form.byte_order_mark = little || big;
        form.encoding =
            little || (!big && has_nul_at(bytes, 1)) ? TextEncoding::utf16_le : TextEncoding::utf16_be;
        return form;
    }
    form.byte_order_mark = bytes.starts_with("\xEF\xBB\xBF");
    if (form.byte_order_mark) bytes.remove_prefix(3);
    form.encoding = encoding_of(bytes);
    if (form.byte_order_mark && form.encoding == TextEncoding::ascii) form.encoding = TextEncoding::utf8;
    count_line_ends(bytes, form);
    return form;
}

std::string_view name(TextEncoding encoding) {
    switch (encoding) {
    case TextEncoding::ascii:
        return "ASCII";
    case TextEncoding::utf8:
        return "UTF-8";
    case TextEncoding::damaged_utf8:
        return "UTF-8, damaged";
    case TextEncoding::latin1:
        return "Latin-1";
    case TextEncoding::utf16_le:
        return "UTF-16, little-endian";
    case TextEncoding::utf16_be:
        return "UTF-16, big-endian";
    case TextEncoding::unknown:
        break;
    }
    return "unknown";
}

std::string_view line_ends(const TextForm& form) {
    const int kinds =
        (form.line_feeds > 0 ? 1 : 0) + (form.crlfs > 0 ? 1 : 0) + (form.carriage_returns > 0 ? 1 : 0);
    if (kinds > 1) return "mixed";
    if (form.line_feeds > 0) return "LF";
    if (form.crlfs > 0) return "CR LF";
    return form.carriage_returns > 0 ? "CR alone" : "";
}

} // namespace padchestd::feed
