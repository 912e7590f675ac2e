#include "store/studies_lock.h"

namespace padchestd::store {

void lock_studies(pg::Connection& connection) {
    connection.query("wait for the batches of other feeds", "select pg_advisory_xact_lock($1)",
                     {kStudiesLock});
}

} // namespace padchestd::store
