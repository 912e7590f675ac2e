#include "store/study_load.h"

#include "pg/cluster.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "store/first_load.h"
#include "store/studies_lock.h"
#include "util/random.h"
#include "util/step.h"

#include <iterator>
#include <utility>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;
using Records = std::span<const StudyRecord>;

constexpr std::string_view kUniqueViolation = "23505";
constexpr std::string_view kForeignKeyViolation = "23503";
constexpr std::string_view kInternalError = "XX000";

void count(LoadResult& result, const StudyRecord& record, Outcome outcome) {
    const auto length = static_cast<std::int64_t>(record.length);
    switch (outcome) {
    case Outcome::loaded:
        ++result.loaded;
        result.loaded_bytes += length;
        break;
    case Outcome::unchanged:
        ++result.unchanged;
        result.unchanged_bytes += length;
        break;
    case Outcome::superseded:
        ++result.superseded;
        result.superseded_bytes += length;
        break;
    }
}

// What holds for the whole of a batch besides.
struct WriteContext : LoadContext {
    Queued queued = Queued::changed;
    Missing missing;
    bool on_cluster = false;
};

// Whether all rows of the store are the feed's own: another feed's, or a replayed record's, were written by
// another session. Under the lock of all batches.
bool writes_alone(pg::Connection& connection, std::string_view feed) {
    return connection
        .query("look for other writers",
               "select not exists (select from ingest.checkpoint where feed <> $1) and not exists (select "
               "from ingest.batches where kind <> 'feed')",
               {feed})
        .value()
        .boolean();
}

// Whether a refresh follows the store already. The first one reads the whole store and needs no queue. It
// holds this lock from before its snapshot to its end: so it sees this batch whole, or this batch sees it.
bool is_followed(pg::Connection& connection) {
    connection.script("keep the first warehouse waiting",
                      "lock table ingest.warehouse_state in row exclusive mode");
    return connection
        .query("look for a warehouse", "select not exists (select from ingest.warehouse_state where "
                                       "rebuilt_at is null)")
        .value()
        .boolean();
}

// Of a cluster. Citus (13.2) commits in one phase on a session that has read a shard before it copied into
// it: a worker that dies then loses its rows of a batch that the coordinator has committed. A statement that
// could delete on every shard, here of a table that is empty, makes it commit in two phases.
void make_ready(pg::Connection& connection) {
    pg::settle_workers(connection);
    connection.query("have the cluster commit in two phases",
                     "delete from ods.report_embedding_drafts where model_id is null");
}

// Those of rejected records too, and whether the batch commits or not: a key too many costs a look-up.
void note_keys(Records records, KeyFilter& written) {
    for (const StudyRecord& record : records) {
        written.add(KeyFilter::Kind::encounter, record.encounter.encounter_id);
        written.add(KeyFilter::Kind::procedure, record.procedure.procedure_id);
    }
}

// One try at all of `records`, under a savepoint.
LoadResult try_load(pg::Connection& connection, Records records, const WriteContext& context,
                    NewRows new_rows) {
    pg::Savepoint savepoint(connection);
    PatientChoice::Attempt choices(context.choice);
    // After a refusal by the database its word is asked for every key.
    const KeyFilter* written = new_rows == NewRows::by_copy ? context.written : nullptr;
    auto keys = source_keys(records, written);
    if (context.missing.index_of_images && !keys.procedures.empty()) build_index_of_images(connection);
    const SourceRows source = fetch_source_rows(connection, context.feed, std::move(keys));
    util::step("keys_fetched");
    StudyFold fold(source, context.choice, context.replay);
    fold.reserve(records.size());
    LoadResult result;
    std::vector<const StudyRecord*> folded;
    folded.reserve(records.size());
    for (const StudyRecord& record : records) {
        if (const auto rejection = fold.add(record)) {
            result.rejects.push_back(context.reject(record, clinical::name(rejection->reason),
                                                    context.mapping.column(rejection->field)));
        } else {
            folded.push_back(&record);
        }
    }
    result.rows = write_rows(connection, fold,
                             {context.feed, context.facility_id, context.mapping.image_columns(),
                              std::string(context.mapping.language()), context.at, context.record_hash,
                              util::random_uuid(), context.vectors, context.queued,
                              !context.missing.primary_keys, context.missing.guarded_keys},
                             new_rows);
    choices.write(connection);
    result.outcomes = fold.outcomes();
    for (std::size_t i = 0; i < folded.size(); ++i) count(result, *folded[i], result.outcomes[i]);
    savepoint.release();
    choices.keep();
    return result;
}

LoadResult give_up(const StudyRecord& record, const LoadContext& context, const pg::Error& error) {
    LoadResult result;
    Reject reject = context.reject(record, clinical::name(clinical::Reason::refused_by_database),
                                   error.diagnosis().column);
    reject.sqlstate = error.sqlstate();
    result.rejects.push_back(std::move(reject));
    return result;
}

LoadResult load_parts(pg::Connection& connection, Records records, const WriteContext& context,
                      NewRows new_rows);

// The database refused something among `records`, each half of which is tried for itself, the earlier one
// first: the later one then folds over what the earlier one wrote, as if they had come in two batches.
LoadResult bisect(pg::Connection& connection, Records records, const WriteContext& context,
                  const pg::Error& error) {
    if (records.size() == 1) return give_up(records.front(), context, error);
    const std::size_t half = records.size() / 2;
    LoadResult result = load_parts(connection, records.first(half), context, NewRows::by_upsert);
    result += load_parts(connection, records.subspan(half), context, NewRows::by_upsert);
    return result;
}

// Whether the same rows may load by upsert. Citus reports as an internal error whatever a worker refuses of a
// COPY; of an upsert it passes the worker's SQLSTATE on.
bool may_upsert_instead(const pg::Error& error, const WriteContext& context, NewRows new_rows) {
    if (new_rows != NewRows::by_copy) return false;
    return error.sqlstate() == kUniqueViolation || (context.on_cluster && error.sqlstate() == kInternalError);
}

LoadResult load_parts(pg::Connection& connection, Records records, const WriteContext& context,
                      NewRows new_rows) {
    try {
        return try_load(connection, records, context, new_rows);
    } catch (const pg::Error& error) {
        if (may_upsert_instead(error, context, new_rows))
            return load_parts(connection, records, context, NewRows::by_upsert);
        if (!pg::is_data_error(error.sqlstate())) throw;
        if (error.sqlstate() == kForeignKeyViolation && !context.blames_references) throw;
        return bisect(connection, records, context, error);
    }
}

} // namespace

LoadResult& LoadResult::operator+=(LoadResult other) {
    rows += other.rows;
    loaded += other.loaded;
    unchanged += other.unchanged;
    superseded += other.superseded;
    loaded_bytes += other.loaded_bytes;
    unchanged_bytes += other.unchanged_bytes;
    superseded_bytes += other.superseded_bytes;
    outcomes.insert(outcomes.end(), other.outcomes.begin(), other.outcomes.end());
    rejects.insert(rejects.end(), std::make_move_iterator(other.rejects.begin()),
                   std::make_move_iterator(other.rejects.end()));
    return *this;
}

LoadResult load_studies(pg::Connection& connection, Records records, const LoadContext& context) {
    if (records.empty()) return {};
    lock_studies(connection);
    const bool on_cluster = pg::is_cluster(connection);
    if (on_cluster) make_ready(connection);
    context.choice.refresh(connection);
    // Of tables that have grown since they were analyzed last, a planner would rather read all. What it then
    // takes a read of a small table to cost would have every statement compiled. Ten thousand keys are looked
    // up in a tenth of the time that it takes to start workers for them.
    connection.script("find rows by their keys", "set local enable_seqscan = off; set local jit = off; "
                                                 "set local max_parallel_workers_per_gather = 0");
    WriteContext write{context};
    write.on_cluster = on_cluster;
    write.missing = missing(connection);
    if (context.written != nullptr) {
        if (!is_followed(connection)) write.queued = Queued::rewritten_texts;
        if (!writes_alone(connection, context.feed)) write.written = nullptr;
    }
    LoadResult result = load_parts(connection, records, write, NewRows::by_copy);
    if (context.written != nullptr) note_keys(records, *context.written);
    return result;
}

} // namespace padchestd::store
