#pragma once
// What an identifier of a feed may be.

#include "clinical/cell.h"
#include "clinical/rejection.h"
#include "clinical/study.h"

#include <algorithm>
#include <optional>

namespace padchestd::clinical {

// Why `key`, which is not missing, cannot be a key: key_too_long or bad_key. A key is not trimmed: trimming
// could make two studies one.
[[nodiscard]] inline std::optional<Reason> key_fault(Text key) {
    if (key.size() > kMaxKeyBytes) return Reason::key_too_long;
    const auto is_of_key = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; };
    if (!std::all_of(key.begin(), key.end(), is_of_key)) return Reason::bad_key;
    return std::nullopt;
}

// Takes the key of the feed's `column` from its cell, or tells why it cannot be one.
[[nodiscard]] inline std::optional<Rejection> read_key(Text cell, std::string_view column, Text& key) {
    if (!value_of(cell)) return Rejection{Reason::missing_value, column};
    if (const auto fault = key_fault(cell)) return Rejection{*fault, column};
    key = cell;
    return std::nullopt;
}

} // namespace padchestd::clinical
