#include "store/study_load.h"

#include "pg/error.h"
#include "pg/transaction.h"
#include "util/random.h"
#include "util/step.h"

#include <iterator>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;
using Records = std::span<const StudyRecord>;

// Taken by every batch: "studies" in ASCII.
constexpr std::int64_t kStudiesLock = 0x73747564696573;

constexpr std::string_view kUniqueViolation = "23505";
constexpr std::string_view kForeignKeyViolation = "23503";

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

// One try at all of `records`, under a savepoint.
LoadResult try_load(pg::Connection& connection, Records records, const LoadContext& context,
                    NewRows new_rows) {
    pg::Savepoint savepoint(connection);
    const SourceRows source = fetch_source_rows(connection, context.feed, records);
    util::step("keys_fetched");
    StudyFold fold(source, context.draw, context.replay);
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
                              util::random_uuid(), context.vectors},
                             new_rows);
    result.outcomes = fold.outcomes();
    for (std::size_t i = 0; i < folded.size(); ++i) count(result, *folded[i], result.outcomes[i]);
    savepoint.release();
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

LoadResult load_parts(pg::Connection& connection, Records records, const LoadContext& context,
                      NewRows new_rows);

// The database refused something among `records`, each half of which is tried for itself, the earlier one
// first: the later one then folds over what the earlier one wrote, as if they had come in two batches.
LoadResult bisect(pg::Connection& connection, Records records, const LoadContext& context,
                  const pg::Error& error) {
    if (records.size() == 1) return give_up(records.front(), context, error);
    const std::size_t half = records.size() / 2;
    LoadResult result = load_parts(connection, records.first(half), context, NewRows::by_upsert);
    result += load_parts(connection, records.subspan(half), context, NewRows::by_upsert);
    return result;
}

LoadResult load_parts(pg::Connection& connection, Records records, const LoadContext& context,
                      NewRows new_rows) {
    try {
        return try_load(connection, records, context, new_rows);
    } catch (const pg::Error& error) {
        if (!pg::is_data_error(error.sqlstate())) throw;
        if (error.sqlstate() == kForeignKeyViolation && !context.blames_references) throw;
        if (error.sqlstate() == kUniqueViolation && new_rows == NewRows::by_copy)
            return load_parts(connection, records, context, NewRows::by_upsert);
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
    connection.query("wait for the batches of other feeds", "select pg_advisory_xact_lock($1)",
                     {kStudiesLock});
    return load_parts(connection, records, context, NewRows::by_copy);
}

} // namespace padchestd::store
