#pragma once
// Declares the keys of one section: a member of Settings each, with its type and range. Which keys there are
// is in key.cpp.

#include "config/key.h"
#include "config/renamed_columns.h"
#include "config/settings.h"
#include "config/value.h"
#include "pg/conninfo.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace padchestd::config {

enum class Empty { allowed, refused };

template<typename Value>
using Choice = std::pair<std::string_view, Value>;

// What a path or a text may be. A NUL would cut it short in every system call.
inline bool is_text(std::string_view text, Empty empty) {
    return text.find('\0') == std::string_view::npos && (empty == Empty::allowed || !text.empty());
}

// Declares the keys of one section.
template<typename Members>
class Section {
  public:
    Section(std::string_view name, Members Settings::*section)
        : name_(name)
        , section_(section) {}

    Key duration(std::string_view name, std::chrono::milliseconds Members::*member,
                 std::chrono::milliseconds least, std::chrono::milliseconds most,
                 std::string_view doc) const {
        return measure(name, "duration", member, least, most, doc, parse_duration, show_duration);
    }
    Key size(std::string_view name, std::uint64_t Members::*member, std::uint64_t least, std::uint64_t most,
             std::string_view doc) const {
        return measure(name, "size", member, least, most, doc, parse_size, show_size);
    }
    Key count(std::string_view name, std::uint64_t Members::*member, std::uint64_t least, std::uint64_t most,
              std::string_view doc) const {
        return measure(name, "count", member, least, most, doc, parse_count,
                       [](std::uint64_t value) { return std::to_string(value); });
    }
    Key number(std::string_view name, double Members::*member, double least, double most,
               std::string_view doc) const {
        return measure(name, "number", member, least, most, doc, parse_ratio, show_ratio);
    }

    // `extra` is a word for an empty text, in `allowed`.
    Key text(std::string_view name, std::string Members::*member, Empty empty, std::string_view doc) const {
        return textual(name, "text", member, empty, doc, [](const std::string& value) { return value; });
    }
    Key path(std::string_view name, std::filesystem::path Members::*member, Empty empty,
             std::string_view doc) const {
        return textual(name, "path", member, empty, doc,
                       [](const std::filesystem::path& value) { return value.string(); });
    }
    Key renamed_columns(std::string_view name, std::string Members::*member, std::string_view doc) const {
        auto key = textual(name, "list", member, Empty::allowed, doc,
                           [](const std::string& value) { return value; });
        key.allowed = "`name: column` with commas between, each name once; or empty";
        key.set = [set = key.set](Settings& settings, std::string_view text) {
            return parse_renamed_columns(text).has_value() && set(settings, text);
        };
        return key;
    }
    Key conninfo(std::string_view name, std::string Members::*member, std::string_view doc) const {
        auto key = textual(name, "connection string", member, Empty::allowed, doc, pg::shown_conninfo);
        key.secret = true;
        key.allowed =
            "what libpq can read: blanks in a value quoted, a URI's password percent-encoded; or empty";
        key.set = [set = key.set](Settings& settings, std::string_view text) {
            return pg::parse_conninfo(text).has_value() && set(settings, text);
        };
        return key;
    }

    template<typename Value, std::size_t N>
    Key choice(std::string_view name, Value Members::*member, const std::array<Choice<Value>, N>& choices,
               std::string_view doc) const {
        std::string allowed;
        for (const auto& [word, value] : choices)
            allowed += (allowed.empty() ? "" : " or ") + std::string(word);
        const auto section = section_;
        return {.section = name_,
                .name = name,
                .type = "choice",
                .allowed = allowed,
                .doc = doc,
                .set =
                    [=](Settings& settings, std::string_view text) {
                        for (const auto& [word, value] : choices) {
                            if (word != text) continue;
                            settings.*section.*member = value;
                            return true;
                        }
                        return false;
                    },
                .show =
                    [=](const Settings& settings) {
                        for (const auto& [word, value] : choices) {
                            if (value == settings.*section.*member) return std::string(word);
                        }
                        return std::string();
                    }};
    }

  private:
    template<typename Value, typename Parse, typename Show>
    Key measure(std::string_view name, std::string_view type, Value Members::*member, Value least, Value most,
                std::string_view doc, Parse parse, Show show) const {
        const auto section = section_;
        return {.section = name_,
                .name = name,
                .type = type,
                .allowed = most == std::numeric_limits<Value>::max() ? "at least " + show(least)
                                                                     : show(least) + " to " + show(most),
                .doc = doc,
                .set =
                    [=](Settings& settings, std::string_view text) {
                        const auto value = parse(text);
                        if (!value || *value < least || *value > most) return false;
                        settings.*section.*member = *value;
                        return true;
                    },
                .show = [=](const Settings& settings) { return show(settings.*section.*member); }};
    }

    template<typename Value, typename Show>
    Key textual(std::string_view name, std::string_view type, Value Members::*member, Empty empty,
                std::string_view doc, Show show) const {
        const auto section = section_;
        return {.section = name_,
                .name = name,
                .type = type,
                .allowed = empty == Empty::allowed ? "any, or empty" : "any but empty",
                .doc = doc,
                .set =
                    [=](Settings& settings, std::string_view text) {
                        if (!is_text(text, empty)) return false;
                        settings.*section.*member = std::string(text);
                        return true;
                    },
                .show = [=](const Settings& settings) { return show(settings.*section.*member); }};
    }

    std::string_view name_;
    Members Settings::*section_;
};

} // namespace padchestd::config
