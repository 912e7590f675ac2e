#pragma once
// The first load of an empty store, without the foreign keys and secondary indexes of its large tables: these
// cost most of the time row by row, and little when they are built from the whole (docs/decisions/). Rows,
// checkpoint and ledger commit batch by batch as ever; only what the server would check besides waits for the
// end. What is missing is noted in the database with the transaction that takes it away, so it is built in
// the end whatever becomes of the daemon, and by whichever daemon is there.

#include "store/checkpoint.h"

namespace padchestd::store {

enum class FirstLoad {
    begun,
    not_due, // the store holds an encounter, or one is under way already
    not_here // this role does not own the tables, a reader holds one of them, or another daemon has gone on
};

// Takes the keys and indexes away, in a transaction of its own, if the store is empty and the checkpoint
// stands at `expected`. Waits for readers for two seconds at most.
[[nodiscard]] FirstLoad begin_first_load(pg::Connection& connection, std::string_view feed,
                                         const Checkpoint& expected);

[[nodiscard]] bool is_first_load_open(pg::Connection& connection);

// Builds what is missing, in one transaction, and returns how many objects that were (0: no first load is
// under way). All rows are checked against the foreign keys; pg::Error with class 23 where one does not fit.
// As long as it takes: no statement timeout.
int end_first_load(pg::Connection& connection);

} // namespace padchestd::store
