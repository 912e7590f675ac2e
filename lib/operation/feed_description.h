#pragma once
// What a file is, before it is followed: its form, how its columns fit the formats, and what became of its
// first records. Writes nothing, needs no database, and holds no cell's content.

#include "config/settings.h"
#include "feed/text_form.h"
#include "operation/column_fit.h"
#include "operation/record_look.h"
#include "util/problem.h"

#include <cstdint>
#include <optional>
#include <string>

namespace padchestd::operation {

struct FeedDescription {
    std::uint64_t size = 0;       // of the file
    std::string compression;      // by its content: `gzip`, `zstd`; empty: none
    std::uint64_t text_bytes = 0; // of what it unpacks to, or of the file
    feed::TextForm form;          // of the first bytes of text
    std::string delimiter;        // `comma`, `semicolon`, `tab`; empty: no header was read
    std::size_t column_count = 0; // of the header
    FormatFit fit;                // of the format that fits best; without a mapping: no header was read
    RecordsLookedAt records;
    std::optional<util::Problem> problem; // why the feed cannot be loaded; none: it can
};

enum class FormatChoice {
    configured, // feed.format
    best,       // the one that fits best
};

// Of the file at feed.path: at most `records` of its records are read, a compressed file is unpacked whole.
// Throws util::Failure (config) for a format that does not exist. What is wrong with the file is
// FeedDescription::problem.
[[nodiscard]] FeedDescription describe_feed(const config::Settings& settings,
                                            const clinical::Mappings& mappings, FormatChoice choice,
                                            std::int64_t records = 10'000);

// The last line for a person: that the feed can be loaded, as what and with which losses; or why not.
[[nodiscard]] std::string verdict(const FeedDescription& description);

// One object.
[[nodiscard]] std::string feed_description_json(const FeedDescription& description);

} // namespace padchestd::operation
