#pragma once
// One transaction at a time writes studies, whichever feed they are of.

#include "pg/connection.h"

namespace padchestd::store {

// Waits for whoever writes studies, and keeps the next one waiting until the transaction ends. After the
// checkpoint's row is locked, not before: every batch takes the two in this order.
void lock_studies(pg::Connection& connection);

} // namespace padchestd::store
