#include "store/first_load_beside.h"

#include "pg/error.h"
#include "pg/own_thread.h"
#include "util/step.h"

#include <chrono>
#include <utility>

namespace padchestd::store {

namespace {

constexpr std::string_view kBesideAttempt = "build keys and indexes beside the warehouse";
constexpr auto kSlice = std::chrono::milliseconds(200); // as a connection waits

// In the transaction's first statements, since a snapshot is taken before any query. The other core is the
// caller's: a parallel build would only cost more.
pg::Result lock_notes(pg::Connection& connection, const std::string& snapshot) {
    if (!snapshot.empty())
        connection.script("take the other session's snapshot",
                          "set transaction snapshot '" + snapshot + "'"); // hexadecimal digits and '-'
    connection.script(kBesideAttempt,
                      "set local statement_timeout = 0; set local search_path = pg_catalog; "
                      "set local idle_in_transaction_session_timeout = 0; " // it waits for finish()
                      "set local max_parallel_maintenance_workers = 0");
    return connection.query(kBesideAttempt,
                            "select statement from ingest.deferred_objects where relation is not "
                            "null and definition <> 'PRIMARY KEY' order by object_name for update");
}

} // namespace

// What an older program noted is left to end_first_load(), and so is what makes an index a primary key: it
// would wait for the caller's session, which reads the table.
FirstLoadBeside::FirstLoadBeside(pg::SessionOptions options, const std::string& snapshot, Work work)
    : on_wait_(options.on_wait)
    , forward_(options.stop, [this] { stopping_.request_stop(); })
    , connection_(pg::on_own_thread(std::move(options), stopping_.get_token()))
    , transaction_(connection_,
                   snapshot.empty() ? pg::Isolation::read_committed : pg::Isolation::repeatable_read)
    , notes_(lock_notes(connection_, snapshot)) {
    built_ = std::async(std::launch::async, [this, work = std::move(work)] {
        for (const pg::Row note : notes_) connection_.script(kBesideAttempt, note["statement"].text());
        if (work) work(connection_);
    });
}

FirstLoadBeside::~FirstLoadBeside() {
    stopping_.request_stop();
}

std::optional<int> FirstLoadBeside::finish() {
    while (built_.wait_for(kSlice) != std::future_status::ready) {
        if (on_wait_) on_wait_();
    }
    try {
        built_.get();
        connection_.query(kBesideAttempt, "delete from ingest.deferred_objects where relation is not null "
                                          "and definition <> 'PRIMARY KEY'");
        util::step("first_load_built");
        transaction_.commit();
    } catch (const pg::Error&) {
        return std::nullopt; // end_first_load() meets the same, and tells it
    }
    util::step("first_load_done");
    return static_cast<int>(notes_.size());
}

} // namespace padchestd::store
