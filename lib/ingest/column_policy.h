#pragma once
// What a feed's owner declares of its columns (feed.added_columns, feed.missing_columns,
// feed.renamed_columns), held against a header.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "feed/csv_header.h"
#include "pg/connection.h"

#include <cstdint>
#include <string>

namespace padchestd::ingest {

// Throws util::Failure (data) where `header`, which has all columns that `mapping` needs, has or lacks
// columns that the settings refuse. Names of columns only.
void check_columns(const feed::CsvHeader& header, const clinical::Mapping& mapping,
                   const config::FeedSettings& settings);

// The header that a generation of the feed began with, its columns renamed as the settings have it now.
[[nodiscard]] feed::CsvHeader
generation_header(pg::Connection& connection, const config::FeedSettings& settings, std::int32_t generation);

// The names in `header` that `other` has not, `, ` between them.
[[nodiscard]] std::string names_beyond(const feed::CsvHeader& header, const feed::CsvHeader& other);

} // namespace padchestd::ingest
