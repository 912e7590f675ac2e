#include "padchest/python_string.h"

#include <array>

namespace padchestd::padchest {

namespace {

std::optional<char32_t> take_digits(std::string_view& rest, std::size_t least, std::size_t most,
                                    char32_t base) {
    char32_t value = 0;
    std::size_t count = 0;
    for (; count < most && count < rest.size(); ++count) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const char c = rest[count];
        const std::size_t digit = kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c);
        if (digit >= base) break;
        value = value * base + static_cast<char32_t>(digit);
    }
    if (count < least) return std::nullopt;
    rest.remove_prefix(count);
    return value;
}

bool append_utf8(std::string& text, char32_t code_point) {
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point == 0 || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        return false;
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xC0U | (code_point >> 6U));
        tail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xE0U | (code_point >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (code_point >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
    return true;
}

// `rest` begins after the backslash.
bool take_escape(std::string_view& rest, std::string& text) {
    constexpr std::string_view kNames = "\\'\"abfnrtv/"; // the last one is JSON's
    constexpr std::string_view kMeant = "\\'\"\a\b\f\n\r\t\v/";
    if (rest.empty()) return false;
    const char kind = rest.front();
    if (const std::size_t named = kNames.find(kind); named != std::string_view::npos) {
        text += kMeant[named];
        rest.remove_prefix(1);
        return true;
    }
    std::optional<char32_t> code_point;
    if (kind == 'x' || kind == 'u' || kind == 'U') {
        const std::size_t length = kind == 'x' ? 2 : (kind == 'u' ? 4 : 8);
        rest.remove_prefix(1);
        code_point = take_digits(rest, length, length, 16);
    } else {
        code_point = take_digits(rest, 1, 3, 8);
    }
    return code_point && append_utf8(text, *code_point);
}

} // namespace

std::optional<std::string> take_python_string(std::string_view& rest) {
    const char quote = rest.front();
    const std::array<char, 3> stops{quote, '\\', '\0'};
    std::string text;
    rest.remove_prefix(1);
    while (true) {
        const std::size_t stop = rest.find_first_of(std::string_view(stops.data(), stops.size()));
        if (stop == std::string_view::npos || rest[stop] == '\0') return std::nullopt;
        text += rest.substr(0, stop);
        const bool ends = rest[stop] == quote;
        rest.remove_prefix(stop + 1);
        if (ends) return text;
        if (!take_escape(rest, text)) return std::nullopt;
    }
}

} // namespace padchestd::padchest
