#pragma once
// The daemon's log: one line an event, with a stable name and stable fields (docs/log-events.md lists all of
// them). Positions, counts, durations and codes only; never the content of a row, nor its keys. The only
// place that knows spdlog.

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace padchestd::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

struct Target {
    std::filesystem::path file;  // empty: standard error only
    bool standard_error = false; // besides the file
    Level level = Level::info;   // lower ones are dropped
    Format format = Format::text;
    std::uint64_t rotate_bytes =
        0; // the file is rotated before it would grow beyond; 0: never (logrotate does it)
    std::uint64_t rotate_keep = 5; // how many rotated ones stay: file.1 is the newest
    bool limit_repeats = true;     // see repeats.h; a test that counts lines switches it off
};

// Opens the log for the process; until then, and where the file cannot be opened, events go to standard
// error. Calling it again (HUP) reopens the file, so a rotated one is followed and no line is lost.
void open(const Target& target);

// Writes out what is queued and stops the writer thread. Events after it go to standard error.
void close();

// Events that could not be written since the last successful write (a full disk); reported by the event
// log_recovered.
[[nodiscard]] std::uint64_t dropped();

struct Field {
    std::string_view name; // snake_case, static
    std::variant<std::int64_t, std::uint64_t, double, bool, std::string> value;

    template<typename Integer>
    requires std::integral<Integer> Field(std::string_view field_name, Integer number)
        : name(field_name) {
        if constexpr (std::same_as<Integer, bool>)
            value = number;
        else if constexpr (std::signed_integral<Integer>)
            value = static_cast<std::int64_t>(number);
        else
            value = static_cast<std::uint64_t>(number);
    }
    Field(std::string_view field_name, double number)
        : name(field_name)
        , value(number) {}
    Field(std::string_view field_name, std::string text)
        : name(field_name)
        , value(std::move(text)) {}
    Field(std::string_view field_name, std::string_view text)
        : name(field_name)
        , value(std::string(text)) {}
    Field(std::string_view field_name, const char* text)
        : name(field_name)
        , value(std::string(text)) {}
};

// `text`:  2026-11-22T17:40:34.123456Z info event=cycle_done batch=17 rows=600 …   (values with spaces are
// quoted) `json`:
// {"@timestamp":"…","log.level":"info","event.action":"cycle_done","service.name":"padchestd","padchestd":{"batch":17,…}}
// Never throws.
void event(Level level, std::string_view name, std::initializer_list<Field> fields);

} // namespace padchestd::log
