#pragma once
// The part of an audit that re-reads the feed.

#include "operation/audit.h"
#include "store/checkpoint.h"

namespace padchestd::operation {

// Inside the audit's snapshot. Batch by batch: the bytes hash to what the ledger says; each record's hash is
// the quarantined one's at its position, or the one in the procedure that was loaded from there; and every
// other record's content stands in the store or was spoken of by a later position. Stops at the first
// difference.
void audit_feed(pg::Connection& connection, const config::Settings& settings,
                const clinical::Mapping& mapping, const store::Checkpoint& checkpoint, AuditReport& report);

} // namespace padchestd::operation
