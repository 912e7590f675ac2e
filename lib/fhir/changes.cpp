#include "fhir/changes.h"

#include "fhir/sql.h"
#include "pg/transaction.h"
#include "util/failure.h"

namespace padchestd::fhir {

namespace {

constexpr std::string_view kReadCheckpoint = "read how far the store is";

util::Failure not_continued(const std::string& what) {
    return {"cannot export what is new since the earlier export: " + what,
            "export the whole (without --since) into another folder, and go on from there",
            util::ExitCode::data};
}

void require_batch(pg::Connection& connection, const FeedMark& mark) {
    const auto row = connection.query(
        kReadCheckpoint, "select committed_at::text from ingest.batches where feed = $1 and batch_id = $2",
        {mark.feed, mark.batch});
    if (row.empty() || row.value().text() != mark.committed_at)
        throw not_continued("the store does not hold that export's last batch of the feed " + mark.feed);
}

// In a transaction.
Checkpoint read(pg::Connection& connection) {
    Checkpoint checkpoint;
    const auto feeds = connection.query(kReadCheckpoint, sql::checkpoint);
    for (const pg::Row feed : feeds)
        checkpoint.feeds.push_back(
            {feed["feed"].string(), feed["batch_id"].integer(), feed["committed_at"].string()});
    const auto pool = connection.query(
        kReadCheckpoint,
        "select pool_version, to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as time "
        "from ingest.draw_secret");
    if (pool.empty())
        throw util::Failure("the store has no patients yet", "has `padchestd ingest --once` run?",
                            util::ExitCode::data);
    checkpoint.pool_version = pool.only()["pool_version"].integer();
    checkpoint.time = pool.only()["time"].text();
    return checkpoint;
}

} // namespace

Checkpoint read_checkpoint(pg::Connection& connection) {
    const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    return read(connection);
}

Stretches written_since(pg::Connection& connection, const Checkpoint& checkpoint) {
    const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    if (read(connection).pool_version != checkpoint.pool_version)
        throw not_continued("patients were added, corrected or drawn again since then");
    std::vector<std::string_view> feeds;
    std::vector<std::string> batches;
    for (const auto& mark : checkpoint.feeds) {
        require_batch(connection, mark);
        feeds.emplace_back(mark.feed);
        batches.push_back(std::to_string(mark.batch));
    }
    const std::vector<std::string_view> numbers(batches.begin(), batches.end());
    const auto rows =
        connection.query(kReadCheckpoint, sql::stretches, {pg::text_array(feeds), pg::text_array(numbers)});
    const pg::Row row = rows.only();
    return {row["feeds"].string(), row["generations"].string(), row["begins"].string(), row["ends"].string()};
}

} // namespace padchestd::fhir
