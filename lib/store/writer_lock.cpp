#include "store/writer_lock.h"

namespace padchestd::store {

namespace {

// The lock's two keys: a constant of this program, and the feed's name. hashtext() is stable within a server
// version, which is all that two sessions of one server need.
constexpr std::int32_t kLockClass = 0x70616463; // "padc"

} // namespace

LockState try_writer_lock(pg::Connection& connection, std::string_view feed) {
    const auto answer = connection.query("take the writer's lock",
                                         "select pg_backend_pid(), pg_try_advisory_lock($1, hashtext($2))",
                                         {kLockClass, feed});
    // A pooler gives a client any server session, and its own number as the session's: then the lock would
    // stay behind.
    if (answer.integer(0, 0) != connection.backend_pid()) {
        if (answer.boolean(0, 1))
            connection.query("release the writer's lock", "select pg_advisory_unlock($1, hashtext($2))",
                             {kLockClass, feed});
        return LockState::not_needed;
    }
    return answer.boolean(0, 1) ? LockState::held : LockState::rival;
}

LockState take_over(pg::Connection& connection, std::string_view feed,
                    std::chrono::milliseconds takeover_after) {
    connection.query(
        "end the session of a stopped daemon",
        "select pg_terminate_backend(activity.pid) from pg_locks as held "
        "join pg_stat_activity as activity on activity.pid = held.pid "
        "where held.locktype = 'advisory' and held.granted and held.objsubid = 2 "
        "and held.database = (select oid from pg_database where datname = current_database()) "
        "and held.classid = $1::bigint::oid and held.objid = (hashtext($2)::bigint & 4294967295)::oid "
        "and activity.pid <> pg_backend_pid() "
        "and activity.state_change < clock_timestamp() - make_interval(secs => $3::float8 / 1000)",
        {kLockClass, feed, takeover_after.count()});
    return try_writer_lock(connection, feed);
}

} // namespace padchestd::store
