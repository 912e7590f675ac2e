#pragma once
// The other direction of padchest/label_list.h: a list of strings as Python's repr() writes it. Header only,
// for the unit test and the fuzz target.

#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace padchestd::tests {

// Single quotes, unless there is a ' and no " inside; control characters as \n, \r, \t or \xhh.
inline std::string python_repr(const std::string& text) {
    const char quote =
        text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
    std::string written(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\') {
            written += {'\\', c};
        } else if (c == '\n' || c == '\r' || c == '\t') {
            written += {'\\', c == '\n' ? 'n' : (c == '\r' ? 'r' : 't')};
        } else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') {
            std::array<char, 5> escape{};
            std::snprintf(escape.data(), escape.size(), "\\x%02x", static_cast<unsigned char>(c));
            written += escape.data();
        } else {
            written += c;
        }
    }
    return written + quote;
}

inline std::string python_list(const std::vector<std::string>& elements) {
    std::string written = "[";
    for (const std::string& element : elements) {
        if (written.size() > 1) written += ", ";
        written += python_repr(element);
    }
    return written + ']';
}

} // namespace padchestd::tests
