#include "store/first_load_beside.h"

#include "pg/error.h"
#include "util/step.h"

#include <chrono>
#include <utility>

namespace padchestd::store {

namespace {

constexpr std::string_view kBesideAttempt = "build keys and indexes beside the warehouse";
constexpr auto kSlice = std::chrono::milliseconds(200); // as a connection waits

pg::SessionOptions own(pg::SessionOptions options, std::stop_token stop) {
    options.stop = std::move(stop);
    options.on_wait = {}; // the caller's, whose thread is another one
    return options;
}

} // namespace

// What an older program noted is left to end_first_load(), and so is what makes an index a primary key: it
// would wait for the caller's session, which reads the table.
FirstLoadBeside::FirstLoadBeside(pg::SessionOptions options)
    : on_wait_(options.on_wait)
    , forward_(options.stop, [this] { stopping_.request_stop(); })
    , connection_(own(std::move(options), stopping_.get_token()))
    , transaction_(connection_)
    , notes_(connection_.query(kBesideAttempt,
                               "select statement from ingest.deferred_objects where relation is not "
                               "null and definition <> 'PRIMARY KEY' order by object_name for update")) {
    connection_.script(kBesideAttempt,
                       "set local statement_timeout = 0; set local search_path = pg_catalog; "
                       "set local idle_in_transaction_session_timeout = 0"); // it waits for finish()
    util::step("first_load_build");
    built_ = std::async(std::launch::async, [this] {
        for (int row = 0; row < notes_.rows(); ++row) connection_.script(kBesideAttempt, notes_.text(row, 0));
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
    return notes_.rows();
}

} // namespace padchestd::store
