#include "operation/validation.h"

#include "feed/file_series.h"
#include "feed/open_source.h"
#include "ingest/feed_source.h"
#include "operation/sql.h"
#include "pg/transaction.h"
#include "store/checkpoint.h"
#include "util/failure.h"
#include "util/sha256.h"

#include <algorithm>

namespace padchestd::operation {

namespace {

store::Checkpoint checkpoint_of(pg::Connection& connection, const std::string& feed) {
    auto checkpoint = store::read_checkpoint(connection, feed);
    if (!checkpoint || checkpoint->position.byte_offset == 0)
        throw util::Failure("cannot validate: nothing of the feed " + feed + " was read yet",
                            "`padchestd ingest --once` reads it; is feed.name that of the daemon?",
                            util::ExitCode::no_input);
    return *checkpoint;
}

// Of the first bytes of the checkpoint's file, up to the checkpoint; nothing where it is not at hand or
// shorter.
std::optional<std::string> feed_sha256(const config::Settings& settings,
                                       const store::Checkpoint& checkpoint) {
    const auto bytes = checkpoint.position.byte_offset;
    const auto source = feed::open_source(feed::FileSeries(settings.feed.path).path_of(checkpoint.file),
                                          ingest::declaration_of(settings.feed).encoding);
    if (!source || source->size() < bytes) return std::nullopt;
    util::Sha256 hash;
    std::string part(std::size_t{1} << 20U, '\0');
    for (std::uint64_t at = 0; at < bytes;) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), bytes - at));
        const auto got = source->read(at, part.data(), want);
        if (got == 0) return std::nullopt;
        hash.bytes(std::string_view(part).substr(0, got));
        at += got;
    }
    return hash.hex();
}

FigureCounts read_counts(pg::Connection& connection) {
    FigureCounts counts;
    const auto rows = connection.query("count the store", sql::validation_figures);
    for (const pg::Row row : rows) counts.emplace(row["figure"].text(), row["count"].integer());
    return counts;
}

// Figures are known of a store that has read nothing else.
bool has_read_nothing_else(pg::Connection& connection) {
    const auto count = connection.query("count generations", "select count(*) from ingest.generations");
    return count.value().integer() == 1;
}

// Hashes the feed only where a known one is as long.
const clinical::KnownFeed* find_known(std::span<const clinical::KnownFeed> known,
                                      const config::Settings& settings, const store::Checkpoint& checkpoint) {
    for (const auto& feed : known)
        if (feed.bytes == checkpoint.position.byte_offset && feed_sha256(settings, checkpoint) == feed.sha256)
            return &feed;
    return nullptr;
}

void compare(const FigureCounts& counts, std::string_view figure, std::int64_t expected, Validation& result) {
    const auto found = counts.find(figure);
    if (found == counts.end())
        throw util::Failure("cannot validate: no figure is named " + std::string(figure),
                            "were the expectations written by another version of the program?",
                            util::ExitCode::data);
    result.checks.push_back({std::string(figure), expected, found->second});
}

// Expectations are of one file.
void refuse_several_files(pg::Connection& connection, const config::Settings& settings) {
    const auto files = connection
                           .query("count the feed's files",
                                  "select count(distinct file) from ingest.generations where feed = $1",
                                  {settings.feed.name})
                           .value()
                           .integer();
    if (!feed::is_pattern(settings.feed.path) || files <= 1) return;
    throw util::Failure("cannot validate by expectations: the feed " + settings.feed.name + " is of " +
                            std::to_string(files) + " files",
                        "expectations are of one file; without them `padchestd validate` checks the rules, "
                        "and `padchestd audit` reads every file again",
                        util::ExitCode::data);
}

void refuse_other_feed(const Expectations& own, const config::Settings& settings,
                       const store::Checkpoint& checkpoint) {
    const auto bytes = checkpoint.position.byte_offset;
    if (own.bytes == bytes && feed_sha256(settings, checkpoint) == own.sha256) return;
    throw util::Failure("cannot validate: the expectations are of another feed than " +
                            settings.feed.path.string() + ", or of another part of it",
                        "they are of " + std::to_string(own.bytes) + " bytes, and " + std::to_string(bytes) +
                            " were read; `padchestd validate --write FILE` writes those of the present feed",
                        util::ExitCode::data);
}

} // namespace

std::size_t Validation::failed() const {
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [](const Check& check) { return !check.passed(); }));
}

Validation validate(pg::Connection& connection, const config::Settings& settings,
                    std::span<const clinical::KnownFeed> known, const std::optional<Expectations>& own) {
    Validation result;
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    const auto checkpoint = checkpoint_of(connection, settings.feed.name);
    const auto rules = connection.query("check the rules", sql::validation_rules, {settings.feed.name});
    for (const pg::Row rule : rules)
        result.checks.push_back({rule["rule"].string(), 0, rule["broken_by"].integer()});
    const auto counts = read_counts(connection);
    if (own) {
        refuse_several_files(connection, settings);
        refuse_other_feed(*own, settings, checkpoint);
        result.known = own->feed;
        for (const auto& [figure, count] : own->counts) compare(counts, figure, count, result);
    } else if (has_read_nothing_else(connection)) {
        if (const auto* const feed = find_known(known, settings, checkpoint)) {
            result.known = feed->name;
            for (const auto& [figure, count] : feed->counts) compare(counts, figure, count, result);
        }
    }
    return result;
}

Expectations present_figures(pg::Connection& connection, const config::Settings& settings) {
    pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    const auto checkpoint = checkpoint_of(connection, settings.feed.name);
    const auto bytes = checkpoint.position.byte_offset;
    refuse_several_files(connection, settings);
    const auto sha256 = feed_sha256(settings, checkpoint);
    if (!sha256)
        throw util::Failure("cannot read the " + std::to_string(bytes) + " bytes that were loaded from " +
                                settings.feed.path.string(),
                            "was the feed moved, cut or replaced?", util::ExitCode::no_input);
    return {settings.feed.name, bytes, *sha256, read_counts(connection)};
}

} // namespace padchestd::operation
