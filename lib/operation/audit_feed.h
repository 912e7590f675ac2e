#pragma once
// The part of an audit that re-reads the feed.

#include "operation/audit.h"
#include "store/checkpoint.h"

namespace padchestd::operation {

// Inside the audit's snapshot. Checks batch by batch that the bytes have the ledger's hash, and that each
// record is accounted for: it has the hash of the quarantined record at its position, or of the procedure
// that was loaded from there; or its content is stored; or a later record replaced it. Stops at the first
// difference.
void audit_feed(pg::Connection& connection, const config::Settings& settings,
                const clinical::Mapping& mapping, const store::Checkpoint& checkpoint, AuditReport& report);

} // namespace padchestd::operation
