#include "store/study_rows.h"

#include "pg/copy_writer.h"
#include "pg/error.h"
#include "store/catch_up.h"
#include "store/finding_rows.h"
#include "store/report_vectors.h"
#include "store/row_tables.h"
#include "store/sql.h"
#include "util/step.h"

#include <algorithm>
#include <span>

namespace padchestd::store {

namespace {

using pg::Connection;
using pg::CopyWriter;

using CodesOf = const clinical::CodeSet* clinical::Encounter::*;

// New and changed rows apart, each still sorted.
template<typename Write>
struct Split {
    std::vector<Write> fresh;
    std::vector<Write> changed;

    Split(const std::vector<Write>& writes, NewRows new_rows) {
        for (const Write& write : writes)
            (write.is_new && new_rows == NewRows::by_copy ? fresh : changed).push_back(write);
    }
};

void copy_encounters(Connection& connection, const std::vector<EncounterWrite>& writes,
                     const RowStamp& stamp) {
    util::step("copy_encounters");
    CopyWriter copy(connection, "copy encounters", copy_target(encounter_table()));
    for (const EncounterWrite& write : writes) {
        const auto& record = *write.record;
        copy.text(record.encounter.encounter_id)
            .text(stamp.feed)
            .text(write.patient_id)
            .text(stamp.facility_id);
        copy.text(clinical::iso_text(record.encounter.date)).boolean(record.encounter.pediatric);
        copy.hash(record.encounter.content_hash)
            .integer(record.position.generation)
            .integer(record.position.byte_offset);
        copy.text(stamp.at).boolean(record.finding != nullptr).end_row();
    }
    copy.finish();
}

void copy_procedures(Connection& connection, const std::vector<RowWrite>& writes, const RowStamp& stamp) {
    util::step("copy_procedures");
    CopyWriter copy(connection, "copy procedures", copy_target(procedure_table(stamp.image_columns)));
    for (const RowWrite& write : writes) {
        const auto& record = *write.record;
        copy.text(record.encounter.encounter_id).text(record.procedure.procedure_id);
        for (std::size_t i = 0; i < stamp.image_columns.size(); ++i)
            copy.optional_text(record.procedure.values[i]);
        copy.hash(stamp.record_hash(record)).hash(record.procedure.content_hash);
        copy.integer(record.position.generation)
            .integer(record.position.byte_offset)
            .text(stamp.at)
            .boolean(record.finding != nullptr)
            .end_row();
    }
    copy.finish();
}

void copy_reports(Connection& connection, const std::vector<RowWrite>& writes, const RowStamp& stamp) {
    util::step("copy_reports");
    CopyWriter copy(connection, "copy reports", copy_target(report_table(WithVectors::no)));
    for (const RowWrite& write : writes) {
        const auto& record = *write.record;
        copy.text(record.encounter.encounter_id).text(record.report->report_id);
        copy.optional_text(record.report->text)
            .text(stamp.language)
            .optional_text(record.report->label_method)
            .hash(record.report->content_hash);
        copy.integer(record.position.generation)
            .integer(record.position.byte_offset)
            .text(stamp.at)
            .end_row();
    }
    copy.finish();
}

void copy_codes(Connection& connection, const std::vector<EncounterWrite>& writes, CodesOf codes_of,
                std::string_view attempt, std::string_view target) {
    CopyWriter copy(connection, attempt, target);
    for (const EncounterWrite& write : writes) {
        if (write.record->finding) continue;
        for (const std::string& code : (write.record->encounter.*codes_of)->codes)
            copy.text(write.record->encounter.encounter_id).text(code).end_row();
    }
    copy.finish();
}

struct CodeStatements {
    std::string_view attempt, delete_vanished, insert_missing;
};

// Bounds a statement's parameters: the studies of a batch can repeat one long list of labels.
constexpr std::size_t kEncountersAtOnce = 500;

void replace_codes(Connection& connection, std::span<const EncounterWrite> writes, CodesOf codes_of,
                   const CodeStatements& statements, bool has_primary_keys) {
    if (writes.size() > kEncountersAtOnce) {
        replace_codes(connection, writes.first(kEncountersAtOnce), codes_of, statements, has_primary_keys);
        return replace_codes(connection, writes.subspan(kEncountersAtOnce), codes_of, statements,
                             has_primary_keys);
    }
    std::vector<std::string_view> changed;
    std::vector<std::string_view> owners;
    std::vector<std::string_view> codes;
    for (const EncounterWrite& write : writes) {
        if (write.record->finding) continue; // its codes are added, none are taken away
        changed.push_back(write.record->encounter.encounter_id);
        for (const std::string& code : (write.record->encounter.*codes_of)->codes) {
            owners.push_back(write.record->encounter.encounter_id);
            codes.emplace_back(code);
        }
    }
    const std::string owner_array = pg::text_array(owners);
    const std::string code_array = pg::text_array(codes);
    // Without a key no conflict is found: all vanish, and all are missing.
    const std::string none = pg::text_array({});
    connection.query(statements.attempt, statements.delete_vanished,
                     {pg::text_array(changed), has_primary_keys ? owner_array : none,
                      has_primary_keys ? code_array : none});
    connection.query(statements.attempt, statements.insert_missing, {owner_array, code_array});
}

// Another feed's session may have written one of them since the look-up. Then the row is that feed's, nothing
// is overwritten, and the batch is tried again: its look-up finds the row.
void upsert_unseen(Connection& connection, const std::vector<EncounterWrite>& writes, const RowStamp& stamp) {
    constexpr std::string_view kAttempt = "upsert encounters";
    const auto written =
        connection.query(kAttempt, upsert_statement(encounter_table()), {encounters_json(writes, stamp)})
            .affected();
    if (written == static_cast<std::int64_t>(writes.size())) return;
    pg::Diagnosis lost_race;
    lost_race.sqlstate = "40001";
    lost_race.schema = "ods";
    lost_race.table = "encounters";
    throw pg::Error(kAttempt, std::move(lost_race));
}

void upsert_encounters(Connection& connection, const std::vector<EncounterWrite>& writes,
                       const RowStamp& stamp) {
    std::vector<EncounterWrite> unseen;
    std::vector<EncounterWrite> known;
    for (const EncounterWrite& write : writes) (write.is_new ? unseen : known).push_back(write);
    if (!unseen.empty()) upsert_unseen(connection, unseen, stamp);
    if (!known.empty())
        connection.query("update encounters", update_statement(encounter_table()),
                         {encounters_json(known, stamp)});
    replace_codes(connection, writes, &clinical::Encounter::diagnoses,
                  {"replace diagnoses", sql::delete_vanished_diagnoses, sql::insert_missing_diagnoses},
                  stamp.has_primary_keys);
    replace_codes(
        connection, writes, &clinical::Encounter::localizations,
        {"replace localizations", sql::delete_vanished_localizations, sql::insert_missing_localizations},
        stamp.has_primary_keys);
}

void upsert_procedures(Connection& connection, const std::vector<RowWrite>& writes, const RowStamp& stamp) {
    const UpsertTable table = procedure_table(stamp.image_columns);
    if (stamp.has_primary_keys) {
        connection.query("upsert procedures", upsert_statement(table), {procedures_json(writes, stamp)});
        return;
    }
    std::vector<RowWrite> unseen;
    std::vector<RowWrite> known;
    for (const RowWrite& write : writes) (write.is_new ? unseen : known).push_back(write);
    if (!unseen.empty()) copy_procedures(connection, unseen, stamp);
    if (!known.empty())
        connection.query("update procedures", update_statement(table), {procedures_json(known, stamp)});
}

void queue_changes(Connection& connection, const std::vector<std::string_view>& encounters,
                   const RowStamp& stamp) {
    if (encounters.empty()) return;
    util::step("changes_queued");
    CopyWriter copy(connection, "queue changed encounters",
                    "ingest.change_queue (encounter_id, change_id, changed_at)");
    for (const std::string_view id : encounters) copy.text(id).text(stamp.change_id).text(stamp.at).end_row();
    copy.finish();
}

// Those of a finding only where it makes its study.
template<typename... Writes>
std::vector<std::string_view> encounters_of(const Writes&... writes) {
    std::vector<std::string_view> ids;
    ids.reserve((writes.size() + ...));
    const auto add = [&](const auto& write) {
        if constexpr (requires { write.makes_study; }) {
            if (!write.makes_study) return;
        }
        ids.push_back(write.record->encounter.encounter_id);
    };
    (std::for_each(writes.begin(), writes.end(), add), ...);
    return ids;
}

std::vector<std::string_view> each_once(std::vector<std::string_view> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

template<typename Write>
std::int64_t count_new(const std::vector<Write>& writes) {
    return std::count_if(writes.begin(), writes.end(), [](const Write& write) { return write.is_new; });
}

} // namespace

RowCounts& RowCounts::operator+=(const RowCounts& other) {
    inserted += other.inserted;
    updated += other.updated;
    encounters += other.encounters;
    procedures += other.procedures;
    reports += other.reports;
    findings += other.findings;
    return *this;
}

RowCounts write_rows(Connection& connection, const StudyFold& fold, const RowStamp& stamp, NewRows new_rows) {
    const auto all_encounters = fold.encounters();
    const auto all_procedures = fold.procedures();
    const auto all_reports = fold.reports();
    const auto all_findings = fold.findings();
    const Split encounters(all_encounters, new_rows);
    const Split procedures(all_procedures, new_rows);
    const Split reports(all_reports, new_rows);

    if (!encounters.fresh.empty()) copy_encounters(connection, encounters.fresh, stamp);
    util::step("upsert_changed");
    if (!encounters.changed.empty()) upsert_encounters(connection, encounters.changed, stamp);
    if (!procedures.fresh.empty()) copy_procedures(connection, procedures.fresh, stamp);
    if (!procedures.changed.empty()) upsert_procedures(connection, procedures.changed, stamp);
    if (!reports.fresh.empty() && stamp.vectors != nullptr)
        copy_reports(connection, reports.fresh, stamp, *stamp.vectors);
    else if (!reports.fresh.empty())
        copy_reports(connection, reports.fresh, stamp);
    if (!reports.changed.empty())
        connection.query("upsert reports", upsert_statement(report_table(WithVectors::yes)),
                         {reports_json(reports.changed, stamp)});
    if (!encounters.fresh.empty()) {
        util::step("copy_diagnoses");
        copy_codes(connection, encounters.fresh, &clinical::Encounter::diagnoses,
                   "copy diagnoses of encounters", "ods.encounter_diagnoses (encounter_id, diagnosis_code)");
        util::step("copy_localizations");
        copy_codes(connection, encounters.fresh, &clinical::Encounter::localizations,
                   "copy localizations of encounters",
                   "ods.encounter_localizations (encounter_id, localization_code)");
    }
    if (!all_findings.empty()) write_findings(connection, all_findings, stamp, new_rows);
    if (stamp.checks_references)
        check_references(connection, all_encounters, all_findings, stamp.facility_id);
    util::step("copy_end");

    queue_changes(connection,
                  stamp.queued == Queued::changed
                      ? each_once(encounters_of(all_encounters, all_procedures, all_reports, all_findings))
                      : each_once(encounters_of(reports.changed)),
                  stamp);

    RowCounts counts;
    counts.encounters = static_cast<std::int64_t>(all_encounters.size());
    counts.procedures = static_cast<std::int64_t>(all_procedures.size());
    counts.reports = static_cast<std::int64_t>(all_reports.size());
    counts.findings = static_cast<std::int64_t>(all_findings.size());
    counts.inserted = count_new(all_encounters) + count_new(all_procedures) + count_new(all_reports) +
                      count_new(all_findings);
    counts.updated =
        counts.encounters + counts.procedures + counts.reports + counts.findings - counts.inserted;
    return counts;
}

} // namespace padchestd::store
