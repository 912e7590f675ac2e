#include "store/checkpoint.h"

#include "pg/transaction.h"
#include "store/sql.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

pg::Param stored(std::string_view bytes) {
    return pg::bytea({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

// $1 … $12 of both statements below.
pg::Params identity_params(std::string_view feed, const feed::FeedIdentity& identity, std::string_view at) {
    return {feed,
            identity.header_hash,
            identity.prefix_length,
            identity.prefix_hash,
            identity.window_length,
            identity.window_hash,
            identity.device,
            identity.inode,
            at};
}

util::KeyedHash hash_of(const pg::Value& hex) {
    return {util::content_hash_from_hex(hex.text())};
}

// False: someone else has moved it.
bool move_to_generation(pg::Connection& connection, std::string_view feed, const Checkpoint* expected,
                        const feed::FeedIdentity& identity, std::string_view at) {
    auto params = identity_params(feed, identity, at);
    if (expected == nullptr)
        return connection
                   .query("make the checkpoint",
                          "insert into ingest.checkpoint (feed, generation, byte_offset, last_row, epoch, "
                          "batch_id, header_mac, prefix_length, prefix_mac, window_length, window_mac, "
                          "device, inode, committed_at) values ($1, 1, 0, 0, 0, 0, $2, $3, $4, $5, $6, $7, "
                          "$8, $9) on conflict (feed) do nothing",
                          params)
                   .affected() > 0;
    for (const auto number : {static_cast<std::int64_t>(expected->generation),
                              static_cast<std::int64_t>(expected->position.byte_offset), expected->epoch})
        params.emplace_back(number);
    return connection
               .query("open a new generation of the feed",
                      "update ingest.checkpoint set generation = generation + 1, byte_offset = 0, last_row = "
                      "0, header_mac = $2, prefix_length = $3, prefix_mac = $4, window_length = $5, "
                      "window_mac = $6, device = $7, inode = $8, committed_at = $9, go_on_until = 0, "
                      "paused_reason = null, paused_until = null, paused_hash = null, read_to_end = false "
                      "where feed = $1 and generation = $10 and byte_offset = $11 and epoch = $12",
                      params)
               .affected() > 0;
}

} // namespace

std::optional<Checkpoint> read_checkpoint(pg::Connection& connection, std::string_view feed) {
    const auto rows = connection.query("read the checkpoint", sql::read_checkpoint, {feed});
    if (rows.empty()) return std::nullopt;
    const pg::Row row = rows.only();
    const auto number = [&](std::string_view column) { return row[column].integer<std::uint64_t>(); };
    Checkpoint found;
    found.generation = row["generation"].integer<std::int32_t>();
    found.position = {number("byte_offset"), number("last_row")};
    found.epoch = row["epoch"].integer();
    found.batch_id = row["batch_id"].integer();
    found.identity = {hash_of(row["header_mac"]),
                      number("prefix_length"),
                      hash_of(row["prefix_mac"]),
                      number("window_length"),
                      hash_of(row["window_mac"]),
                      number("device"),
                      number("inode")};
    found.paused_reason = row["paused_reason"].optional_text().value_or("");
    found.paused_until = row["paused_until"].optional_integer().value_or(0);
    found.go_on_until = row["go_on_until"].integer();
    if (!row["paused_hash"].is_null()) found.paused_hash = hash_of(row["paused_hash"]);
    found.profile = {row["images_read"].integer(), row["studies_read"].integer(),
                     row["unlabelled_read"].integer()};
    found.committed_at = row["committed_at"].text();
    found.read_to_end = row["read_to_end"].boolean();
    found.file = row["file"].optional_text().value_or("");
    return found;
}

Advance open_generation(pg::Connection& connection, std::string_view feed, const Checkpoint* expected,
                        const NewGeneration& generation, std::string_view at) {
    pg::Transaction transaction(connection);
    if (!move_to_generation(connection, feed, expected, generation.identity, at)) return Advance::overtaken;
    const std::int32_t before = expected == nullptr ? 0 : expected->generation;
    connection.query("forget why the last generation was paused",
                     "delete from ingest.pause_reasons where feed = $1", {feed});
    if (generation.left_bytes)
        connection.query("note the size of the file that is left",
                         "update ingest.generations set file_bytes = $3 where feed = $1 and generation = $2",
                         {feed, before, *generation.left_bytes});
    connection.query(
        "note a new generation of the feed",
        "insert into ingest.generations (feed, generation, reason, header, previous_end, opened_at, file) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        {feed, before + 1, generation.reason, stored(generation.header),
         expected == nullptr ? 0 : expected->position.byte_offset, at, generation.file});
    util::step("generation_commit");
    transaction.commit();
    util::step("generation_done");
    return Advance::done;
}

std::vector<LeftFile> left_files(pg::Connection& connection, std::string_view feed, std::int32_t generation) {
    const auto rows = connection.query("read which files were left",
                                       "select distinct on (file) file, file_bytes from ingest.generations "
                                       "where feed = $1 and generation < $2 and file is not null "
                                       "order by file, generation desc",
                                       {feed, generation});
    std::vector<LeftFile> files;
    files.reserve(rows.size());
    for (const pg::Row row : rows)
        files.push_back({row["file"].string(), row["file_bytes"].optional_integer<std::uint64_t>()});
    return files;
}

Advance advance_checkpoint(pg::Connection& connection, std::string_view feed, const Checkpoint& expected,
                           const Checkpoint& to) {
    auto params = identity_params(feed, to.identity, to.committed_at);
    for (const auto number : {static_cast<std::int64_t>(to.position.byte_offset),
                              static_cast<std::int64_t>(to.position.record_number), to.epoch, to.batch_id,
                              static_cast<std::int64_t>(expected.generation),
                              static_cast<std::int64_t>(expected.position.byte_offset), expected.epoch,
                              to.profile.images, to.profile.studies, to.profile.unlabelled})
        params.emplace_back(number);
    params.emplace_back(to.read_to_end);
    const auto written =
        connection.query("advance the checkpoint",
                         "update ingest.checkpoint set byte_offset = $10, last_row = $11, epoch = $12, "
                         "batch_id = $13, header_mac = $2, prefix_length = $3, prefix_mac = $4, "
                         "window_length = $5, window_mac = $6, device = $7, inode = $8, committed_at = $9, "
                         "images_read = $17, studies_read = $18, unlabelled_read = $19, read_to_end = $20, "
                         "paused_until = null, paused_hash = null "
                         "where feed = $1 and generation = $14 and byte_offset = $15 and epoch = $16 "
                         "and batch_id = $13 - 1",
                         params);
    return written.affected() == 1 ? Advance::done : Advance::overtaken;
}

void restart_checkpoint(pg::Connection& connection, std::string_view feed, const feed::FeedIdentity& identity,
                        std::string_view at) {
    connection.query("read a generation again",
                     "update ingest.checkpoint set byte_offset = 0, last_row = 0, epoch = epoch + 1, "
                     "header_mac = $2, prefix_length = $3, prefix_mac = $4, window_length = $5, "
                     "window_mac = $6, device = $7, inode = $8, committed_at = $9, paused_reason = null, "
                     "paused_until = null, go_on_until = 0, read_to_end = false where feed = $1",
                     identity_params(feed, identity, at));
}

std::int64_t take_batch_id(pg::Connection& connection, std::string_view feed, std::string_view at) {
    return connection
        .query("count a replay",
               "update ingest.checkpoint set batch_id = batch_id + 1, committed_at = $2 where feed = $1 "
               "returning batch_id",
               {feed, at})
        .value()
        .integer();
}

} // namespace padchestd::store
