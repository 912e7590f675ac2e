#include "operation/lineage_file.h"

#include "operation/sql.h"
#include "util/failure.h"
#include "util/output_path.h"
#include "util/random.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace padchestd::operation {

namespace {

[[noreturn]] void refuse(const std::string& attempt, const std::filesystem::path& path, int error) {
    throw std::system_error(error, std::generic_category(),
                            "cannot " + attempt + " the lineage " + path.string());
}

// What is wrong with the database is the cycle's to report.
std::optional<WrittenRows> written_rows(pg::Connection* connection, const std::string& feed,
                                        const ingest::CycleReport& report) {
    if (connection == nullptr) return std::nullopt;
    try {
        const auto rows = connection->query("read what the cycle wrote", sql::written_rows,
                                            {feed, report.batch, report.batches});
        const pg::Row row = rows.only();
        return WrittenRows{row["database"].string(),    row["host"].string(),        row["port"].integer(),
                           row["encounters"].integer(), row["procedures"].integer(), row["reports"].integer(),
                           row["findings"].integer()};
    } catch (const util::Failure&) {
        return std::nullopt;
    }
}

// Whole or not at all: a line that the disk cuts short is taken off again.
void write_whole(const util::OutputPath& output, const std::string& text) {
    constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
    const int file =
        output.is_stream() ? util::open_stream(output) : ::open(output.path.c_str(), kFlags, 0640);
    if (file < 0) refuse("open", output.path, errno);
    const auto before = output.is_stream() ? -1 : ::lseek(file, 0, SEEK_END);
    const auto written = ::write(file, text.data(), text.size());
    const int error = written < 0 ? errno : ENOSPC;
    const bool whole = written >= 0 && static_cast<std::size_t>(written) == text.size();
    // Where even that fails, the next reader meets a cut line: nothing more can be done.
    const bool mended = !whole && before >= 0 && ::ftruncate(file, before) == 0;
    static_cast<void>(mended);
    ::close(file);
    if (!whole) refuse("write", output.path, error);
}

void rotate(const util::OutputPath& output) {
    auto older = output.path;
    older += ".1";
    std::error_code error;
    std::filesystem::rename(output.path, older, error);
    if (error) refuse("rotate", output.path, error.value());
}

} // namespace

void LineageFile::append(const std::filesystem::path& path, const config::FeedSettings& feed,
                         const ingest::CycleReport& report, pg::Connection* connection) {
    const bool failed = report.state == ingest::CycleState::degraded;
    const std::string failure = failed && report.problem ? report.problem->what : std::string();
    const bool fails_anew = failed && failure != std::exchange(last_failure_, failure);
    if (!failed) last_failure_.clear();
    const auto begun = std::exchange(run_, {});
    if (begun.empty() && report.batches == 0 && report.refreshed == 0 && !fails_anew) return;
    const LineageRun run{.id = begun.empty() ? util::random_uuid() : begun,
                         .feed = feed.name,
                         .ended_at = clock_.now(),
                         .report = report,
                         .rows = written_rows(connection, feed.name, report)};
    if (!begun.empty()) return write_whole(util::output_path(path), lineage_end(run)); // beside its START
    write(path, lineage_start(run.id, feed.name, run.ended_at - report.duration) + lineage_end(run));
}

void LineageFile::begin(const std::filesystem::path& path, const config::FeedSettings& feed) {
    run_.clear();
    auto id = util::random_uuid();
    write(path, lineage_start(id, feed.name, clock_.now()));
    run_ = std::move(id);
}

void LineageFile::write(const std::filesystem::path& path, const std::string& text) const {
    auto output = util::output_path(path);
    if (output.status && output.is_file() &&
        static_cast<std::uint64_t>(output.status->st_size) + text.size() > rotate_size_) {
        rotate(output);
        output.status.reset();
    }
    write_whole(output, text);
}

} // namespace padchestd::operation
