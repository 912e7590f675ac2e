#pragma once
// Whether the store is what its feed should give: rules that hold for every feed, and figures that are known
// of this one: of a public file, or kept by the site (Expectations).

#include "clinical/known_feed.h"
#include "config/settings.h"
#include "pg/connection.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

// Figures by their name in sql/validation_figures.sql.
using FigureCounts = std::map<std::string, std::int64_t, std::less<>>;

// What a store must hold after reading a feed whose text begins with these bytes and no more.
struct Expectations {
    std::string feed; // for people
    std::uint64_t bytes = 0;
    std::string sha256; // 64 lower-case hex digits
    FigureCounts counts;
};

struct Check {
    std::string what;                     // a rule, or a figure's name
    std::int64_t expected = 0, found = 0; // of a rule: rows or records that break it

    [[nodiscard]] bool passed() const { return expected == found; }
};

struct Validation {
    std::string known; // the feed that the figures are known of; empty: none
    std::vector<Check> checks;

    [[nodiscard]] std::size_t failed() const;
};

// `own`: the site's expectations; without them those of a known feed, if the feed is one. They are known of
// a store with one feed and one generation. Reads in one snapshot; writes nothing. Throws pg::Error;
// util::Failure (no_input: nothing was read yet; data: `own` is of another feed).
[[nodiscard]] Validation validate(pg::Connection& connection, const config::Settings& settings,
                                  std::span<const clinical::KnownFeed> known,
                                  const std::optional<Expectations>& own);

// What the store holds now, to be kept. Throws as validate().
[[nodiscard]] Expectations present_figures(pg::Connection& connection, const config::Settings& settings);

// One JSON object, written and read. read_expectations() throws util::Failure (data) with the path of another
// file.
[[nodiscard]] std::string expectations_json(const Expectations& expectations);
[[nodiscard]] Expectations read_expectations(const std::filesystem::path& path);

} // namespace padchestd::operation
