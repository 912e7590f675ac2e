#pragma once
// Values of a parameterised query, in text form.

#include "util/hash_key.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace padchestd::pg {

// One value. Owns its text. An empty optional is NULL.
class Param {
  public:
    Param(std::string_view text)
        : text_(std::string(text)) {}
    Param(std::string text)
        : text_(std::move(text)) {}
    Param(const char* text)
        : text_(std::string(text)) {}
    Param(std::nullopt_t) {}
    Param(std::optional<std::string> text)
        : text_(std::move(text)) {}
    Param(std::optional<std::string_view> text) {
        if (text) text_ = std::string(*text);
    }
    Param(bool value)
        : text_(value ? "t" : "f") {}
    Param(double value);
    Param(const util::ContentHash& hash)
        : text_("\\x" + util::hex(hash)) {} // bytea
    Param(const util::KeyedHash& hash)
        : Param(hash.mac) {}
    template<std::integral Integer>
    requires(!std::same_as<Integer, bool>) Param(Integer value)
        : text_(std::to_string(value)) {}

    [[nodiscard]] const char* c_str() const { return text_ ? text_->c_str() : nullptr; }

  private:
    std::optional<std::string> text_;
};

using Params = std::vector<Param>;

// A text[] literal, for `= any($1::text[])` and unnest.
[[nodiscard]] std::string text_array(std::span<const std::string_view> values);

// A bytea literal in hex form.
[[nodiscard]] std::string bytea(std::span<const std::uint8_t> bytes);

} // namespace padchestd::pg
