#include "config/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace padchestd::config {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

// The first is that of a plain number. Largest last.
constexpr std::array kDurationUnits = {Unit{"", 1000},      Unit{"ms", 1},        Unit{"s", 1000},
                                       Unit{"min", 60'000}, Unit{"h", 3'600'000}, Unit{"d", 86'400'000}};
constexpr std::array kSizeUnits = {
    Unit{"", 1},           Unit{"B", 1},           Unit{"kB", 1000},          Unit{"KiB", 1U << 10U},
    Unit{"MB", 1'000'000}, Unit{"MiB", 1U << 20U}, Unit{"GB", 1'000'000'000}, Unit{"GiB", 1U << 30U}};

// Above it a double no longer holds every whole number.
constexpr double kMost = 9007199254740992.0; // 2^53

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

// `number unit` in the smallest unit; nothing where that is not a whole number, or negative.
std::optional<std::uint64_t> parse_measure(std::string_view text, std::span<const Unit> units) {
    text = trim(text);
    const auto split = text.find_first_not_of("0123456789.");
    const auto number = parse_number(text.substr(0, split));
    const auto name = split == std::string_view::npos ? std::string_view() : trim(text.substr(split));
    if (!number) return std::nullopt;
    for (const auto& unit : units) {
        if (unit.name != name) continue;
        const double value = *number * static_cast<double>(unit.factor);
        const double whole = std::round(value);
        // 0.1 min is 6000 ms, though neither 0.1 nor the product need be exact.
        if (whole > kMost || std::abs(value - whole) > 1e-6) return std::nullopt;
        return static_cast<std::uint64_t>(whole);
    }
    return std::nullopt;
}

std::string show_measure(std::uint64_t value, std::span<const Unit> units) {
    for (std::size_t i = units.size(); i-- > 0;) {
        const auto& unit = units[i];
        if (!unit.name.empty() && value % unit.factor == 0) {
            return std::to_string(value / unit.factor) + ' ' + std::string(unit.name);
        }
    }
    return std::to_string(value);
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const auto value = parse_measure(text, kDurationUnits);
    if (!value) return std::nullopt;
    return std::chrono::milliseconds(*value);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    return parse_measure(text, kSizeUnits);
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
    text = trim(text);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> parse_ratio(std::string_view text) {
    return parse_number(trim(text));
}

std::string show_duration(std::chrono::milliseconds value) {
    if (value.count() == 0) return "0 s";
    return show_measure(static_cast<std::uint64_t>(value.count()), kDurationUnits);
}

std::string show_size(std::uint64_t bytes) {
    // Binary units only: `8 MiB`, never `8388608 B` nor an accidental `1 MB`.
    constexpr std::array kShown = {Unit{"B", 1}, Unit{"KiB", 1U << 10U}, Unit{"MiB", 1U << 20U},
                                   Unit{"GiB", 1U << 30U}};
    if (bytes == 0) return "0 B";
    return show_measure(bytes, kShown);
}

std::string show_ratio(double value) {
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), result.ptr};
}

} // namespace padchestd::config
