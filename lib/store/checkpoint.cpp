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

std::uint64_t unsigned_of(const pg::Result& rows, int column) {
    return std::stoull(std::string(rows.text(0, column)));
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
                         "zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
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
    return found;
}

Advance open_generation(pg::Connection& connection, std::string_view feed, const Checkpoint* expected,
                        const feed::FeedIdentity& identity, std::string_view reason, std::string_view header,
                        std::string_view at) {
    pg::Transaction transaction(connection);
    auto params = identity_params(feed, identity, at);
    pg::Result written(nullptr);
    if (expected == nullptr) {
        written = connection.query(
            "make the checkpoint",
            "insert into ingest.checkpoint (feed, generation, byte_offset, last_row, epoch, batch_id, "
            "header_mac, prefix_length, prefix_mac, window_length, window_mac, device, inode, "
            "committed_at) "
            "values ($1, 1, 0, 0, 0, 0, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (feed) do nothing",
            params);
    } else {
        for (const auto number : {static_cast<std::int64_t>(expected->generation),
                                  static_cast<std::int64_t>(expected->position.byte_offset), expected->epoch})
            params.emplace_back(number);
        written = connection.query(
            "open a new generation of the feed",
            "update ingest.checkpoint set generation = generation + 1, byte_offset = 0, last_row = 0, "
            "header_mac = $2, prefix_length = $3, prefix_mac = $4, window_length = $5, window_mac = $6, "
            "device = $7, inode = $8, committed_at = $9, go_on_until = 0, paused_reason = null, "
            "paused_until = null, paused_hash = null "
            "where feed = $1 and generation = $10 and byte_offset = $11 and epoch = $12",
            params);
    }
    if (written.affected() == 0) return Advance::overtaken;
    connection.query("forget why the last generation was paused",
                     "delete from ingest.pause_reasons where feed = $1", {feed});
    connection.query(
        "note a new generation of the feed",
        "insert into ingest.generations (feed, generation, reason, header, previous_end, opened_at) "
        "values ($1, $2, $3, $4, $5, $6)",
        {feed, expected == nullptr ? 1 : expected->generation + 1, reason, stored(header),
         expected == nullptr ? 0 : expected->position.byte_offset, at});
    util::step("generation_commit");
    transaction.commit();
    util::step("generation_done");
    return Advance::done;
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
    const auto written =
        connection.query("advance the checkpoint",
                         "update ingest.checkpoint set byte_offset = $10, last_row = $11, epoch = $12, "
                         "batch_id = $13, header_mac = $2, prefix_length = $3, prefix_mac = $4, "
                         "window_length = $5, window_mac = $6, device = $7, inode = $8, committed_at = $9, "
                         "images_read = $17, studies_read = $18, unlabelled_read = $19, "
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
                     "paused_until = null, go_on_until = 0 where feed = $1",
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
