#include "store/put_off.h"

#include "pg/error.h"
#include "pg/transaction.h"
#include "store/studies_lock.h"
#include "util/step.h"

namespace padchestd::store {

namespace {

constexpr std::string_view kLockNotAvailable = "55P03";

// The checkpoint's row, locked as a batch would lock it.
bool holds_checkpoint(pg::Connection& connection, std::string_view feed, const Checkpoint& expected) {
    return !connection
                .query("lock the checkpoint",
                       "select from ingest.checkpoint where feed = $1 and generation = $2 and byte_offset = "
                       "$3 and epoch = $4 for update",
                       {feed, expected.generation, expected.position.byte_offset, expected.epoch})
                .empty();
}

} // namespace

PutOff put_off(pg::Connection& connection, std::string_view feed, const Checkpoint& expected,
               std::string_view notes, const pg::Params& parameters, PutOffSteps steps) {
    pg::Transaction transaction(connection);
    try {
        connection.script("bound the wait for readers",
                          "set local lock_timeout = '2s'; set local search_path = pg_catalog");
        if (!holds_checkpoint(connection, feed, expected)) return PutOff::not_here;
        lock_studies(connection); // a batch that is under way writes by the keys that would go
        const auto objects = connection.query("note keys and indexes", notes, parameters);
        if (objects.empty()) return PutOff::nothing;
        for (const pg::Row object : objects)
            connection.script("put off keys and indexes", object["take"].text());
    } catch (const pg::Error& error) {
        if (error.sqlstate() == kLockNotAvailable) return PutOff::not_here;
        throw;
    }
    util::step(steps.commit);
    transaction.commit();
    util::step(steps.done);
    return PutOff::done;
}

} // namespace padchestd::store
