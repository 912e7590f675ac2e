#pragma once
// Copies of a feed as other programs write it after they have read it.

#include "pg/connection.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::tests {

struct SavedCopy {
    std::string_view name;
    std::string text;
};

// Of the first `records` of a feed with commas, its records well-formed: as pandas writes it without an index
// and with one, as a spreadsheet of many countries of Europe does, and with tabs.
[[nodiscard]] std::vector<SavedCopy> saved_copies(const std::string& feed, std::size_t records);

// All that the store holds, but for where in a feed a row came from, and when.
[[nodiscard]] std::map<std::string, std::string> content_without_sources(pg::Connection& connection);

} // namespace padchestd::tests
