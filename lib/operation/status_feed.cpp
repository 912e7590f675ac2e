#include "operation/status_feed.h"

#include "feed/feed_identity.h"
#include "feed/open_source.h"
#include "ingest/feed_source.h"
#include "ingest/series_state.h"
#include "ingest/wait_watch.h"
#include "util/failure.h"
#include "util/time_text.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace padchestd::operation {

namespace {

using util::ExitCode;

// Where the file cannot be read, that is a problem of its own.
std::unique_ptr<feed::ByteSource> open_file(const config::FeedSettings& settings,
                                            const std::filesystem::path& path, Status& status) {
    try {
        auto source = feed::open_source(path, ingest::declaration_of(settings).encoding);
        if (source) {
            status.feed.size_bytes = source->size();
            if (source->damage()) status.problems.push_back(*source->damage());
            return source;
        }
        status.problems.push_back(
            {"cannot find the feed " + status.feed.path + ": " + std::generic_category().message(ENOENT),
             "is feed.path right, and has the export begun?", ExitCode::no_input});
    } catch (const util::Failure& failure) {
        status.problems.push_back(failure.problem());
    }
    return nullptr;
}

// Whether there is more than empty lines at the offset.
bool holds_text(const feed::ByteSource& source, std::uint64_t offset) {
    std::string bytes(feed::kWindow, ' ');
    bytes.resize(source.read(offset, bytes.data(), bytes.size()));
    return bytes.find_first_not_of("\r\n") != std::string::npos;
}

} // namespace

SeenFeed look_at_feed(const config::FeedSettings& settings,
                      const std::optional<store::Checkpoint>& checkpoint, Status& status) {
    SeenFeed seen(settings);
    if (seen.series.is_pattern() && !status.database.schema_fits) return seen; // which file is not known
    try {
        seen.series.list();
        const auto* const file = ingest::file_to_read(seen.series, checkpoint);
        if (file == nullptr) {
            const bool all_read = checkpoint && checkpoint->read_to_end;
            if (!all_read)
                status.problems.push_back({"no file with a byte in it matches " + status.feed.path,
                                           "is feed.path right, and has the export begun?",
                                           ExitCode::no_input});
            return seen;
        }
        if (seen.series.is_pattern()) status.feed.file = file->name;
        seen.bytes_after = seen.series.bytes_after(file->name);
        seen.source = open_file(settings, seen.series.path_of(file->name), status);
    } catch (const util::Failure& failure) {
        status.problems.push_back(failure.problem());
    }
    return seen;
}

void look_for_disorder(pg::Connection& connection, const store::Checkpoint& checkpoint,
                       const config::FeedSettings& settings, Status& status) {
    feed::FileSeries series(settings.path);
    if (!series.is_pattern()) return;
    try {
        series.list();
        const auto problem = ingest::out_of_order(
            series, checkpoint.file, store::left_files(connection, settings.name, checkpoint.generation));
        const auto& known = status.problems;
        if (problem && std::find(known.begin(), known.end(), *problem) == known.end())
            status.problems.push_back(*problem);
    } catch (const util::Failure&) { // NOLINT(bugprone-empty-catch): look_at_feed() reports it
    }
}

// A file that is shorter than what was read is another one: all of it lies ahead. So does the next file of a
// series.
void measure_lag(const SeenFeed& seen, const store::Checkpoint& checkpoint, FeedStatus& feed) {
    if (!feed.size_bytes) return;
    const auto read = checkpoint.position.byte_offset;
    const bool is_other = *feed.size_bytes < read || (!feed.file.empty() && feed.file != checkpoint.file);
    feed.lag_bytes =
        static_cast<std::int64_t>((is_other ? *feed.size_bytes : *feed.size_bytes - read) + seen.bytes_after);
}

void judge_lag(const config::Settings& settings, const SeenFeed& seen, util::WallTime now, Status& status) {
    const auto& source = *seen.source;
    if (status.daemon || !status.feed.paused_reason.empty()) return;
    const auto idle = now - source.facts().modified_at;
    const auto committed = util::parse_rfc3339(status.last_batch_at);
    const auto limit = std::max(settings.feed.wait_limit, 2 * settings.schedule.interval);
    const auto offset = static_cast<std::uint64_t>(status.feed.byte_offset.value_or(0));
    if (status.database.schema_fits && idle > limit && (!committed || now - *committed > limit) &&
        (seen.bytes_after > 0 || (source.size() > offset && holds_text(source, offset))))
        status.problems.push_back({std::to_string(status.feed.lag_bytes.value_or(0)) +
                                       " bytes of the feed have not been read for long",
                                   "does `padchestd run` work on this feed, and is its last record whole?",
                                   ExitCode::temporary});
    const auto expected = settings.feed.expect_every;
    if (expected.count() > 0 && idle > expected)
        status.problems.push_back(
            ingest::wait_problem(ingest::WaitKind::not_growing, expected, settings.feed));
}

} // namespace padchestd::operation
