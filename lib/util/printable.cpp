#include "util/printable.h"

#include <cstdint>

namespace padchestd::util {

namespace {

// Bytes of the character that `text` begins with, and its code; 0 bytes where it is not UTF-8.
struct Character {
    std::size_t bytes;
    std::uint32_t code;
};

Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80U) return {1, lead};
    const std::size_t bytes = lead >= 0xf0U ? 4 : lead >= 0xe0U ? 3 : 2;
    if (lead < 0xc2U || lead > 0xf4U || bytes > text.size()) return {0, 0};
    std::uint32_t code = lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) return {0, 0};
        code = code << 6U | (byte(i) & 0x3fU);
    }
    return {bytes, code};
}

bool is_plain(std::uint32_t code) {
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool direction = code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
                           (code >= 0x2066 && code <= 0x2069);
    return !control && !direction;
}

} // namespace

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.bytes > 0 && is_plain(character.code))
            result.append(text.substr(0, character.bytes));
        else
            result += '?';
        text.remove_prefix(character.bytes == 0 ? 1 : character.bytes);
    }
    return result;
}

} // namespace padchestd::util
