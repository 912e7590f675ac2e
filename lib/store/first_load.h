#pragma once
// The first load of an empty store, without the foreign keys and secondary indexes of its large tables: these
// cost most of the time row by row, and little when they are built from the whole (docs/decisions/). Rows,
// checkpoint and ledger commit batch by batch as in any load; only keys and indexes wait for the end. What is
// missing is noted in the database by the transaction that drops it: so any daemon can build it later, also
// after a kill.

#include "store/checkpoint.h"

namespace padchestd::store {

enum class FirstLoad {
    begun,
    not_due, // the store holds an encounter, one is under way already, or this generation has failed in one
    not_here // this role does not own the tables, a reader holds one of them, or another daemon has read on
};

// Takes the keys and indexes away, in a transaction of its own, if the store is empty and the checkpoint
// is at `expected`. Waits for readers for two seconds at most.
[[nodiscard]] FirstLoad begin_first_load(pg::Connection& connection, std::string_view feed,
                                         const Checkpoint& expected);

// Whether keys or indexes are noted as missing. Works on an older schema, and on an empty database.
[[nodiscard]] bool is_first_load_open(pg::Connection& connection);
// The same, of a database that is migrated.
[[nodiscard]] bool lacks_objects(pg::Connection& connection);

// What a first load or catching up has taken away that a batch has to know of. Under the lock of
// lock_studies() it stays so, or comes back.
struct Missing {
    bool primary_keys = false;    // no conflict is found there
    bool index_of_images = false; // a look-up of an image would read all of them
    bool guarded_keys = false;    // of catching up: a batch checks them itself
};
[[nodiscard]] Missing missing(pg::Connection& connection);

// Builds the index that images are looked up by, if the first load has taken it away and this role may. In
// the transaction of a batch, under the lock of lock_studies().
void build_index_of_images(pg::Connection& connection);

// Whether this role may build and drop keys of the clinical store.
[[nodiscard]] bool owns_store(pg::Connection& connection);

// What end_first_load() needs to have the feed read again: its name, what to remember of the file at the end
// of its header, and the time.
struct FeedStart {
    std::string feed;
    feed::FeedIdentity identity;
    std::string at;
};

struct FirstLoadEnd {
    enum class Kind {
        nothing_open,
        built,         // all that was missing
        not_owner,     // this role cannot: the tables are another's
        feed_restarts, // a row was refused: the store is empty again, with all keys, and the checkpoint at 0
        incomplete,    // a row was refused, or an object does not fit the schema: the others are built
        guarded,       // all is built, but a reader holds a table: the triggers of catching up go next time
    };
    Kind kind = Kind::nothing_open;
    bool caught_up = false; // it was catching up (store/catch_up.h), not a first load
    int built = 0;
    std::string object;   // of the last two: the first one that could not be built, with its table
    std::string sqlstate; // and why
    std::optional<feed::SourcePosition>
        record; // incomplete: the first refused row's record, where it has one
};

// Builds what is missing, in one transaction. All rows are checked: what the live keys and indexes would have
// refused (SQLSTATE classes 22, 23, 54) is refused now. Then, where all rows of the store are of the present
// generation of `start`'s feed, and it is a first load, that generation's rows are deleted and the feed is
// read again from its start, with keys in place, so that the record is found and quarantined as in any other
// load. Otherwise, and without `start`, what can be built is built and the rest stays noted. There is no
// statement timeout.
[[nodiscard]] FirstLoadEnd end_first_load(pg::Connection& connection, const FeedStart* start);

// For errors and the log: "cannot build … of …: SQLSTATE …, first at byte … of generation …".
[[nodiscard]] std::string problem(const FirstLoadEnd& end);

} // namespace padchestd::store
