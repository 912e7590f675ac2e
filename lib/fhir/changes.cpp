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
    if (row.empty() || row.text(0, 0) != mark.committed_at)
        throw not_continued("the store does not hold that export's last batch of the feed " + mark.feed);
}

// In a transaction.
Checkpoint read(pg::Connection& connection) {
    Checkpoint checkpoint;
    const auto feeds = connection.query(kReadCheckpoint, sql::checkpoint);
    for (int row = 0; row < feeds.rows(); ++row)
        checkpoint.feeds.push_back(
            {std::string(feeds.text(row, 0)), feeds.integer(row, 1), std::string(feeds.text(row, 2))});
    const auto pool = connection.query(
        kReadCheckpoint,
        "select pool_version, to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') "
        "from ingest.draw_secret");
    if (pool.empty())
        throw util::Failure("the store has no patients yet", "has `padchestd ingest --once` run?",
                            util::ExitCode::data);
    checkpoint.pool_version = pool.integer(0, 0);
    checkpoint.time = pool.text(0, 1);
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
    const auto row =
        connection.query(kReadCheckpoint, sql::stretches, {pg::text_array(feeds), pg::text_array(numbers)});
    const auto array = [&](int column) {
        return row.is_null(0, column) ? std::string("{}") : std::string(row.text(0, column));
    };
    return {array(0), array(1), array(2), array(3)};
}

} // namespace padchestd::fhir
