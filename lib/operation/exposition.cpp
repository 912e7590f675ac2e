#include "operation/exposition.h"

#include <array>
#include <charconv>
#include <cmath>

namespace padchestd::operation {

namespace {

void append_escaped(std::string& text, std::string_view value) {
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') text += '\\';
        text += c;
    }
}

} // namespace

Exposition& Exposition::family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help);
    text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
    return *this;
}

Exposition& Exposition::sample(double value, Labels labels) {
    if (std::isnan(value)) return line("NaN", labels);
    if (std::isinf(value)) return line(value < 0 ? "-Inf" : "+Inf", labels);
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return line({digits.data(), end.ptr}, labels);
}

Exposition& Exposition::sample(std::int64_t value, Labels labels) {
    return line(std::to_string(value), labels);
}

Exposition& Exposition::line(std::string_view value, Labels labels) {
    text_ += name_;
    char before = '{';
    for (const auto& [name, content] : labels) {
        text_ += before;
        text_.append(name).append("=\"");
        append_escaped(text_, content);
        text_ += '"';
        before = ',';
    }
    if (before == ',') text_ += '}';
    text_.append(" ").append(value).append("\n");
    return *this;
}

} // namespace padchestd::operation
