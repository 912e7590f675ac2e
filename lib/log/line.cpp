#include "log/line.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace padchestd::log {

namespace {

template<typename Number>
std::string digits(Number number) {
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), result.ptr};
}

bool needs_quotes(std::string_view text) {
    if (text.empty()) return true;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == '\x7f')
            return true;
    }
    return false;
}

std::string in_quotes(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < ' ' || byte == 0x7f) {
            out += "\\x";
            out += kDigits[byte >> 4U];
            out += kDigits[byte & 0xFU];
        } else {
            out += c;
        }
    }
    return out + '"';
}

struct AsText {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return digits(value); }
    std::string operator()(std::uint64_t value) const { return digits(value); }
    std::string operator()(double value) const { return digits(value); }
    std::string operator()(const std::string& value) const {
        return needs_quotes(value) ? in_quotes(value) : value;
    }
};

std::string text_line(Level level, std::string_view event, std::initializer_list<Field> fields,
                      std::string_view at) {
    std::string out(at);
    out += ' ';
    out += name(level);
    out += " event=";
    out += event;
    for (const auto& field : fields) {
        out += ' ';
        out += field.name;
        out += '=';
        out += std::visit(AsText{}, field.value);
    }
    return out;
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields,
                      std::string_view at) {
    nlohmann::ordered_json own = nlohmann::ordered_json::object();
    for (const auto& field : fields) {
        std::visit([&](const auto& value) { own[std::string(field.name)] = value; }, field.value);
    }
    nlohmann::ordered_json object;
    object["@timestamp"] = at;
    object["log.level"] = name(level);
    object["event.action"] = event;
    object["service.name"] = "padchestd";
    object["padchestd"] = std::move(own);
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

const char* name(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        return "error";
    }
    return "error";
}

std::string line(Format format, Level level, std::string_view event, std::initializer_list<Field> fields,
                 std::string_view at) {
    return format == Format::json ? json_line(level, event, fields, at) : text_line(level, event, fields, at);
}

} // namespace padchestd::log
