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
    files.reserve(static_cast<std::size_t>(rows.rows()));
    for (int i = 0; i < rows.rows(); ++i)
        files.push_back({static_cast<std::int32_t>(rows.integer(i, 0)), std::string(rows.text(i, 1)),
                         static_cast<std::uint64_t>(rows.integer(i, 2)), std::string(rows.text(i, 3))});
    return files;
}

} // namespace padchestd::operation
