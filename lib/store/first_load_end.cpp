#include "pg/error.h"
#include "pg/transaction.h"
#include "store/catch_up.h"
#include "store/first_load.h"
#include "store/refused_row.h"
#include "store/sql.h"
#include "util/random.h"
#include "util/step.h"

#include <utility>

namespace padchestd::store {

namespace {

using Kind = FirstLoadEnd::Kind;

constexpr std::string_view kGuard = "GUARD"; // the definition in the note of a guard: drop_guards()
constexpr std::string_view kBuildDeferred = "build keys and indexes that were put off";

// A note of an older program may hold names of the store without their schema.
constexpr std::string_view kPrepare =
    "set local statement_timeout = 0; set local search_path = pg_catalog, ods, pg_temp";

struct Note {
    std::string_view object, statement;
    std::string_view relation, definition; // empty where an older program noted it
};

// The notes, locked. An older schema has no columns for the last two.
pg::Result lock_notes(pg::Connection& connection) {
    return connection.query(
        "look for keys and indexes that are put off",
        "select object_name, statement, to_jsonb(note) ->> 'relation' as relation, to_jsonb(note) ->> "
        "'definition' as definition from ingest.deferred_objects as note order by coalesce(to_jsonb(note) "
        "->> "
        "'definition' = 'PRIMARY KEY', false), object_name for update"); // their indexes before them
}

bool is_there_already(std::string_view sqlstate) {
    return sqlstate == "42P07" || sqlstate == "42710"; // a table or index, a constraint, of that name
}

bool is_guard(const pg::Row& note) {
    return note["definition"].optional_text() == kGuard;
}

// What hinders it: "" where it is built, the SQLSTATE where a row or the schema is against it.
std::string build(pg::Connection& connection, std::string_view statement) {
    try {
        pg::Savepoint savepoint(connection);
        connection.script(kBuildDeferred, statement);
        savepoint.release();
    } catch (const pg::Error& error) {
        const std::string& sqlstate = error.sqlstate();
        if (is_there_already(sqlstate)) return "";
        const bool does_not_fit = sqlstate.starts_with("42") && sqlstate != "42501";
        if (pg::is_data_error(sqlstate) || does_not_fit) return sqlstate;
        throw;
    }
    return "";
}

// The feed's present one; its checkpoint stays locked.
std::optional<std::int32_t> locked_generation(pg::Connection& connection, std::string_view feed) {
    const auto checkpoint = connection.query(
        "lock the checkpoint", "select generation from ingest.checkpoint where feed = $1 for update", {feed});
    if (checkpoint.empty()) return std::nullopt;
    return checkpoint.value().integer<std::int32_t>();
}

// Whether it gave all rows of the store. Reads them.
bool is_sole(pg::Connection& connection, std::int32_t generation) {
    return connection.query("look whose rows the store holds", sql::is_sole_generation, {generation})
        .value()
        .boolean();
}

// As if nothing of the generation had been read. Every encounter that goes is queued for the warehouse.
void take_back(pg::Connection& connection, const FeedStart& start, std::int32_t generation,
               std::string_view object) {
    constexpr std::string_view kTakeBack = "take a first load back";
    connection.query(
        kTakeBack,
        "insert into ingest.change_queue (encounter_id, change_id, changed_at) "
        "select encounter_id, $1::uuid, $2::timestamptz from ods.encounters on conflict do nothing",
        {util::random_uuid(), start.at});
    connection.script(kTakeBack, "truncate ods.encounters, ods.procedures, ods.reports, "
                                 "ods.encounter_diagnoses, ods.encounter_localizations, ods.findings");
    for (const std::string_view statement :
         {"delete from ingest.batches where feed = $1 and generation = $2",
          "delete from ingest.quarantine where feed = $1 and generation = $2"})
        connection.query(kTakeBack, statement, {start.feed, generation});
    connection.query(
        kTakeBack, "update ingest.generations set first_load_failed = $3 where feed = $1 and generation = $2",
        {start.feed, generation, object});
    restart_checkpoint(connection, start.feed, start.identity, start.at);
}

void forget(pg::Connection& connection, const Note& note) {
    connection.query("forget a key or index that was put off",
                     "delete from ingest.deferred_objects where object_name = $1", {note.object});
}

// False where an earlier failure is reported already.
bool note_failure(FirstLoadEnd& end, Kind kind, const Note& note, const std::string& sqlstate) {
    const bool is_first = end.object.empty();
    end.kind = kind;
    if (is_first) {
        end.object = note.object;
        end.sqlstate = sqlstate;
    }
    return is_first;
}

} // namespace

FirstLoadEnd end_first_load(pg::Connection& connection, const FeedStart* start) {
    if (!is_first_load_open(connection)) return {};
    FirstLoadEnd end{.kind = Kind::not_owner};
    if (!owns_store(connection)) return end;
    pg::Transaction transaction(connection);
    // Nothing is taken back after catching up: its batches have refused what a key would refuse, so that the
    // row is somebody else's.
    end.caught_up = missing(connection).guarded_keys;
    // Before any table is locked, as a batch does.
    auto generation =
        start != nullptr && !end.caught_up ? locked_generation(connection, start->feed) : std::nullopt;
    const auto notes = lock_notes(connection);
    if (notes.empty()) return {};
    end.kind = Kind::built;
    connection.script("lift the statement timeout", kPrepare);
    util::step("first_load_build");
    for (const pg::Row row : notes) {
        if (is_guard(row)) continue;
        const Note note{row["object_name"].text(), row["statement"].text(),
                        row["relation"].optional_text().value_or(""),
                        row["definition"].optional_text().value_or("")};
        std::string sqlstate = build(connection, note.statement);
        if (generation && pg::is_data_error(sqlstate)) {
            const auto refused = *std::exchange(generation, std::nullopt); // once
            if (is_sole(connection, refused)) {
                take_back(connection, *start, refused, note.object);
                note_failure(end, Kind::feed_restarts, note, sqlstate);
                sqlstate = build(connection, note.statement);
            }
        }
        if (sqlstate.empty()) {
            forget(connection, note);
            ++end.built;
        } else if (note_failure(end, Kind::incomplete, note, sqlstate)) {
            end.record = refused_record(connection, note.relation, note.definition);
        }
    }
    util::step("first_load_built");
    transaction.commit();
    util::step("first_load_done");
    if (end.caught_up && !drop_guards(connection)) end.kind = Kind::guarded;
    return end;
}

std::string problem(const FirstLoadEnd& end) {
    if (end.kind == Kind::not_owner)
        return "cannot build the keys and indexes that a first load put off: this role does not own the "
               "tables";
    std::string text = "cannot build " + end.object + ", which " +
                       (end.caught_up ? "catching up" : "a first load") + " put off: SQLSTATE " +
                       end.sqlstate;
    if (end.record)
        text += ", first for the record at byte " + std::to_string(end.record->byte_offset) +
                " of generation " + std::to_string(end.record->generation);
    return text;
}

} // namespace padchestd::store
