#pragma once
// What a session has to know of a database that is spread over the nodes of a Citus cluster
// (docs/scale-out.md): whether it is, and that no worker holds back rows of a transaction that the
// coordinator has committed. Not the spreading itself: operation/distribution.

#include "pg/connection.h"

namespace padchestd::pg {

// Whether tables of this database are spread over a cluster. One small query; false on any plain Postgres.
[[nodiscard]] bool is_cluster(Connection& connection);

// A worker that dies between the two halves of a commit holds the transaction's rows back when it returns,
// until Citus settles it (once a minute). Whoever reads the store in the meantime does not see these rows. So
// whoever writes by what it reads calls this first, once no batch of an earlier writer is under way any more:
// it asks each worker, and has Citus settle what is left. Throws a transient Error where a worker is away, or
// where transactions are left that this role has no right to settle. Only on a cluster, in a transaction that
// has not asked the workers anything yet: Citus would settle over a session that is in a transaction.
void settle_workers(Connection& connection);

} // namespace padchestd::pg
