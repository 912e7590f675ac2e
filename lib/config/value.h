#pragma once
// A setting's value as text: durations, sizes, counts and ratios, read and written. Knows no key and no
// range.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::config {

// `60 s`, `500 ms`, `5 min`, `2h`, `1 d`, or a plain number of seconds; decimals are fine (`0.5 s`). Nothing
// where it is none of these or finer than a millisecond.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// `8 MiB`, `64 KiB`, `1 GiB`, `10 MB` (decimal), or a plain number of bytes.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

// Decimal digits only.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

// A finite number.
[[nodiscard]] std::optional<double> parse_ratio(std::string_view text);

// In the largest unit that needs no fraction: `5 min`, `1500 ms`, `8 MiB`.
[[nodiscard]] std::string show_duration(std::chrono::milliseconds value);
[[nodiscard]] std::string show_size(std::uint64_t bytes);
[[nodiscard]] std::string show_ratio(double value);

} // namespace padchestd::config
