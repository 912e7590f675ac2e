#include "store/catch_up.h"

#include "pg/cluster.h"
#include "pg/error.h"
#include "pg/transaction.h"
#include "store/patient_pool.h"
#include "store/put_off.h"
#include "store/sql.h"
#include "store/studies_lock.h"

#include <algorithm>
#include <vector>

namespace padchestd::store {

namespace {

constexpr std::string_view kTablesInUse = "55P03";
constexpr std::string_view kMissingParent = "23503";

// A row that is checked at the end costs a tenth of one that is checked by itself, or less. A store of a
// few pages is checked in an instant.
constexpr std::int64_t kStoreToBacklog = 10;
constexpr std::int64_t kSmallStore = 1 << 20;

bool is_due(pg::Connection& connection, std::uint64_t backlog) {
    return connection
        .query(
            "compare the backlog with the store",
            "select not exists (select from ingest.deferred_objects) and exists (select from ods.encounters) "
            "and (select sum(pg_relation_size(relation)) <= $1::bigint from unnest(array['ods.encounters', "
            "'ods.procedures', 'ods.reports', 'ods.encounter_diagnoses', "
            "'ods.encounter_localizations']::regclass[]) as large (relation))",
            {kStoreToBacklog * static_cast<std::int64_t>(backlog) + kSmallStore})
        .value()
        .boolean();
}

// Each once, as an array.
std::string distinct(std::vector<std::string_view> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return pg::text_array(keys);
}

// Whether most are there already, as in a file that was saved again. By a few of them, from all over the
// batch.
bool are_known(pg::Connection& connection, std::span<const clinical::StudyRecord> records) {
    constexpr std::size_t kSample = 100;
    std::vector<std::string_view> images;
    for (std::size_t i = 0; i < records.size(); i += std::max<std::size_t>(1, records.size() / kSample))
        images.push_back(records[i].procedure.procedure_id);
    const auto known =
        connection.query("look whether the backlog is new",
                         "select count(distinct procedure_id) from ods.procedures where procedure_id = "
                         "any($1::text[])",
                         {distinct(images)});
    return 2 * known.value().integer() > static_cast<std::int64_t>(images.size());
}

using CodeSets = std::vector<const clinical::CodeSet*>;

// Many encounters share a set.
std::string codes_of(CodeSets sets) {
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    std::vector<std::string_view> codes;
    for (const auto* set : sets) codes.insert(codes.end(), set->codes.begin(), set->codes.end());
    return distinct(std::move(codes));
}

} // namespace

FirstLoad begin_catch_up(pg::Connection& connection, std::string_view feed, const Checkpoint& expected,
                         std::uint64_t backlog, std::span<const clinical::StudyRecord> next) {
    if (pg::is_cluster(connection) || !is_due(connection, backlog) || are_known(connection, next))
        return FirstLoad::not_due;
    if (!owns_store(connection)) return FirstLoad::not_here;
    switch (put_off(connection, feed, expected, sql::note_foreign_keys, {kPoolLock, kStudiesLock},
                    {"catch_up_commit", "catch_up_begun"})) {
    case PutOff::done:
        return FirstLoad::begun;
    case PutOff::nothing:
        return FirstLoad::not_due;
    case PutOff::not_here:
        break;
    }
    return FirstLoad::not_here;
}

void check_references(pg::Connection& connection, std::span<const EncounterWrite> encounters,
                      std::span<const FindingWrite> findings, std::string_view facility_id) {
    constexpr std::string_view kAttempt = "check what a batch points at";
    std::vector<std::string_view> patients;
    CodeSets diagnoses;
    CodeSets localizations;
    const auto note_codes = [&](const clinical::StudyRecord& record) {
        diagnoses.push_back(record.encounter.diagnoses);
        localizations.push_back(record.encounter.localizations);
    };
    for (const EncounterWrite& write : encounters) {
        if (!write.patient_id.empty()) patients.push_back(write.patient_id);
        if (write.record->finding == nullptr) note_codes(*write.record); // a finding's come with its row
    }
    for (const FindingWrite& write : findings) {
        if (write.makes_study) note_codes(*write.record);
    }
    const std::vector facilities(encounters.empty() ? 0 : 1, facility_id);
    const auto missing =
        connection.query(kAttempt, sql::missing_references,
                         {distinct(std::move(patients)), pg::text_array(facilities),
                          codes_of(std::move(diagnoses)), codes_of(std::move(localizations))});
    if (missing.empty()) return;
    pg::Diagnosis diagnosis;
    diagnosis.sqlstate = kMissingParent;
    diagnosis.schema = "ods";
    diagnosis.table = missing.only()["table_name"].text();
    diagnosis.constraint = missing.only()["constraint_name"].text();
    throw pg::Error(kAttempt, std::move(diagnosis));
}

bool drop_guards(pg::Connection& connection) {
    constexpr std::string_view kDropGuards = "drop the guards of foreign keys";
    pg::Transaction transaction(connection);
    try {
        connection.script("bound the wait for readers",
                          "set local lock_timeout = '2s'; set local search_path = pg_catalog");
        const auto guards = connection.query(
            kDropGuards,
            "delete from ingest.deferred_objects where definition = 'GUARD' and not exists (select "
            "from ingest.deferred_objects where definition is distinct from 'GUARD') "
            "returning statement");
        for (const pg::Row guard : guards) connection.script(kDropGuards, guard["statement"].text());
    } catch (const pg::Error& error) {
        if (error.sqlstate() == kTablesInUse) return false;
        throw;
    }
    transaction.commit();
    return true;
}

} // namespace padchestd::store
