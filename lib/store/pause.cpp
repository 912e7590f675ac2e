#include "store/pause.h"

#include "pg/transaction.h"

#include <algorithm>
#include <limits>

namespace padchestd::store {

namespace {

// A bigint[] literal.
template<typename Member>
std::string integers(const std::vector<feed::Position>& positions, Member member) {
    std::string text = "{";
    for (const auto& position : positions)
        text += (text.size() > 1 ? "," : "") + std::to_string(position.*member);
    return text + "}";
}

void write_reasons(pg::Connection& connection, std::string_view feed, std::span<const PauseReason> reasons) {
    for (const auto& reason : reasons)
        connection.query(
            "note why the feed is paused",
            "insert into ingest.pause_reasons (feed, reason, column_name, records, byte_offsets, "
            "row_numbers) values ($1, $2, $3, $4, $5::bigint[], $6::bigint[])",
            {feed, reason.reason, reason.column, reason.records,
             integers(reason.first, &feed::Position::byte_offset),
             integers(reason.first, &feed::Position::record_number)});
}

void forget_reasons(pg::Connection& connection, std::string_view feed) {
    connection.query("forget why the feed was paused", "delete from ingest.pause_reasons where feed = $1",
                     {feed});
}

std::string describe(const PauseReason& reason) {
    std::string text = std::to_string(reason.records) + " " + reason.reason;
    if (!reason.column.empty()) text += " in " + reason.column;
    return text + " (" + rows_text(reason) + ")";
}

} // namespace

void pause_feed(pg::Connection& connection, std::string_view feed, const Checkpoint& at, const Pause& pause) {
    pg::Transaction transaction(connection);
    const auto written = connection.query(
        "pause the feed",
        "update ingest.checkpoint set paused_reason = $2, paused_until = $3, paused_hash = $4 "
        "where feed = $1 and generation = $5 and byte_offset = $6 and paused_reason is null",
        {feed, pause.what, pause.until, pause.hash, at.generation, at.position.byte_offset});
    if (written.affected() == 0) return;
    forget_reasons(connection, feed);
    write_reasons(connection, feed, pause.reasons);
    transaction.commit();
}

std::vector<PauseReason> read_pause_reasons(pg::Connection& connection, std::string_view feed) {
    const auto rows = connection.query(
        "read why the feed is paused",
        "select reason, column_name, records, position, row_number from ingest.pause_reasons, "
        "unnest(byte_offsets, row_numbers) with ordinality as first (position, row_number, place) "
        "where feed = $1 order by records desc, reason, column_name, place",
        {feed});
    std::vector<PauseReason> reasons;
    for (const pg::Row row : rows) {
        const auto reason = row["reason"].text();
        const auto column = row["column_name"].text();
        if (reasons.empty() || reasons.back().reason != reason || reasons.back().column != column)
            reasons.push_back({std::string(reason), std::string(column), row["records"].integer(), {}});
        reasons.back().first.push_back(
            {row["position"].integer<std::uint64_t>(), row["row_number"].integer<std::uint64_t>()});
    }
    return reasons;
}

std::string rows_text(const PauseReason& reason) {
    std::string rows;
    for (const auto& position : reason.first)
        rows += (rows.empty() ? "" : ", ") + std::to_string(position.record_number + 1);
    return (reason.first.size() == 1 ? "row " : "rows ") + rows;
}

std::string describe(std::span<const PauseReason> reasons) {
    constexpr std::size_t kMost = 3;
    std::string text;
    for (const auto& reason : reasons.first(std::min(kMost, reasons.size())))
        text += (text.empty() ? "" : ", ") + describe(reason);
    if (reasons.size() > kMost) text += ", and " + std::to_string(reasons.size() - kMost) + " other reasons";
    return text;
}

void lift_pause(pg::Connection& connection, std::string_view feed, const Checkpoint& paused) {
    pg::Transaction transaction(connection);
    const auto written = connection.query(
        "end the pause of a mended feed",
        "update ingest.checkpoint set paused_reason = null, paused_until = null, paused_hash = null "
        "where feed = $1 and generation = $2 and byte_offset = $3 and paused_until = $4",
        {feed, paused.generation, paused.position.byte_offset, paused.paused_until});
    if (written.affected() == 0) return;
    forget_reasons(connection, feed);
    transaction.commit();
}

void forget_word(pg::Connection& connection, std::string_view feed, const Checkpoint& at) {
    connection.query("forget a word for other bytes",
                     "update ingest.checkpoint set go_on_until = 0, paused_until = null, paused_hash = null "
                     "where feed = $1 and generation = $2 and byte_offset = $3 and go_on_until = $4 and "
                     "paused_reason is null",
                     {feed, at.generation, at.position.byte_offset, at.go_on_until});
}

bool go_on(pg::Connection& connection, std::string_view feed, bool all) {
    const auto until = all ? pg::Param(std::numeric_limits<std::int64_t>::max()) : pg::Param(std::nullopt);
    pg::Transaction transaction(connection);
    const auto written =
        connection.query("let the feed go on",
                         "update ingest.checkpoint set go_on_until = coalesce($2::bigint, paused_until), "
                         "paused_reason = null where feed = $1 and paused_reason is not null",
                         {feed, until});
    if (written.affected() == 0) return false;
    forget_reasons(connection, feed);
    transaction.commit();
    return true;
}

} // namespace padchestd::store
