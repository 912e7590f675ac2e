#include "store/writer_lock.h"

#include "store/sql.h"

namespace padchestd::store {

namespace {

// The lock's two keys: a constant of this program, and the feed's name. hashtext() is stable within a server
// version, which is all that two sessions of one server need.
constexpr std::int32_t kLockClass = 0x70616463; // "padc"

} // namespace

LockState try_writer_lock(pg::Connection& connection, std::string_view feed) {
    const auto rows =
        connection.query("take the writer's lock",
                         "select pg_backend_pid() as pid, pg_try_advisory_lock($1, hashtext($2)) "
                         "as is_held",
                         {kLockClass, feed});
    const pg::Row answer = rows.only();
    const bool is_held = answer["is_held"].boolean();
    // A pooler gives a client any server session, and its own number as the session's: then the lock would
    // stay with that session.
    if (answer["pid"].integer<int>() != connection.backend_pid()) {
        if (is_held)
            connection.query("release the writer's lock", "select pg_advisory_unlock($1, hashtext($2))",
                             {kLockClass, feed});
        return LockState::not_needed;
    }
    return is_held ? LockState::held : LockState::rival;
}

LockState take_over(pg::Connection& connection, std::string_view feed,
                    std::chrono::milliseconds takeover_after) {
    connection.query("end the session of a stopped daemon", sql::end_stopped_holder,
                     {kLockClass, feed, takeover_after.count()});
    return try_writer_lock(connection, feed);
}

std::int64_t end_stopped_transactions(pg::Connection& connection, std::chrono::milliseconds takeover_after) {
    return connection
        .query("end the transactions of stopped programs", sql::end_stopped_transactions,
               {takeover_after.count()})
        .value()
        .integer();
}

} // namespace padchestd::store
