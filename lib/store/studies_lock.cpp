#include "store/studies_lock.h"

#include <cstdint>

namespace padchestd::store {

namespace {

constexpr std::int64_t kStudiesLock = 0x73747564696573; // "studies" in ASCII

} // namespace

void lock_studies(pg::Connection& connection) {
    connection.query("wait for the batches of other feeds", "select pg_advisory_xact_lock($1)",
                     {kStudiesLock});
}

} // namespace padchestd::store
