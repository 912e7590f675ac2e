#include "store/checkpoint.h"

#include "pg/transaction.h"
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

std::uint64_t unsigned_of(const pg::Result& rows, int column, int row = 0) {
    return std::stoull(std::string(rows.text(row, column)));
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
    const auto rows =
        connection.query("read the checkpoint",
                         "select generation, byte_offset, last_row, epoch, batch_id, "
                         "encode(header_mac, 'hex'), prefix_length, "
                         "encode(prefix_mac, 'hex'), window_length, encode(window_mac, "
                         "'hex'), device, inode, coalesce(paused_reason, ''), "
                         "coalesce(paused_until, 0), go_on_until, encode(paused_hash, 'hex'), images_read, "
                         "studies_read, unlabelled_read, to_char(committed_at at time "
                         "zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), read_to_end, "
                         "coalesce((select file from ingest.generations as now where now.feed = $1 and "
                         "now.generation = checkpoint.generation), '') "
                         "from ingest.checkpoint where feed = $1",
                         {feed});
    if (rows.empty()) return std::nullopt;
    Checkpoint found;
    found.generation = static_cast<std::int32_t>(rows.integer(0, 0));
    found.position = {unsigned_of(rows, 1), unsigned_of(rows, 2)};
    found.epoch = rows.integer(0, 3);
    found.batch_id = rows.integer(0, 4);
    found.identity = {util::KeyedHash{util::content_hash_from_hex(rows.text(0, 5))},
                      unsigned_of(rows, 6),
                      util::KeyedHash{util::content_hash_from_hex(rows.text(0, 7))},
                      unsigned_of(rows, 8),
                      util::KeyedHash{util::content_hash_from_hex(rows.text(0, 9))},
                      unsigned_of(rows, 10),
                      unsigned_of(rows, 11)};
    found.paused_reason = rows.text(0, 12);
    found.paused_until = rows.integer(0, 13);
    found.go_on_until = rows.integer(0, 14);
    if (!rows.is_null(0, 15))
        found.paused_hash = util::KeyedHash{util::content_hash_from_hex(rows.text(0, 15))};
    found.profile = {rows.integer(0, 16), rows.integer(0, 17), rows.integer(0, 18)};
    found.committed_at = rows.text(0, 19);
    found.read_to_end = rows.boolean(0, 20);
    found.file = rows.text(0, 21);
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
    files.reserve(static_cast<std::size_t>(rows.rows()));
    for (int i = 0; i < rows.rows(); ++i)
        files.push_back({std::string(rows.text(i, 0)),
                         rows.is_null(i, 1) ? std::nullopt : std::optional(unsigned_of(rows, 1, i))});
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
        .integer(0, 0);
}

} // namespace padchestd::store
