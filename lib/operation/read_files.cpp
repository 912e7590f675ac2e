#include "operation/read_files.h"

#include "feed/file_series.h"
#include "operation/sql.h"

namespace padchestd::operation {

std::vector<ReadFile> read_files(pg::Connection& connection, const config::FeedSettings& settings,
                                 const store::Checkpoint& checkpoint) {
    const bool all = feed::is_pattern(settings.path);
    const auto rows = connection.query("read which files were read", sql::read_files,
                                       {settings.name, all ? 1 : checkpoint.generation});
    std::vector<ReadFile> files;
    files.reserve(rows.size());
    for (const pg::Row row : rows)
        files.push_back({row["generation"].integer<std::int32_t>(),
                         row["file"].optional_string().value_or(""),
                         row["read_bytes"].integer<std::uint64_t>(), row["header"].string()});
    return files;
}

} // namespace padchestd::operation
