#include "pg/params.h"

#include <array>
#include <charconv>

namespace padchestd::pg {

Param::Param(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value)
                         .ptr; // shortest form that reads back equal
    text_ = std::string(text.data(), end);
}

std::string text_array(std::span<const std::string_view> values) {
    std::string array = "{";
    for (const std::string_view value : values) {
        if (array.size() > 1) array += ',';
        array += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') array += '\\';
            array += c;
        }
        array += '"';
    }
    array += '}';
    return array;
}

std::string bytea(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "\\x";
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xFU];
    }
    return text;
}

} // namespace padchestd::pg
