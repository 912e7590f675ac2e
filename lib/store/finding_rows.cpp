#include "store/finding_rows.h"

#include "pg/copy_writer.h"
#include "store/row_tables.h"
#include "store/sql.h"
#include "util/step.h"

#include <vector>

namespace padchestd::store {

namespace {

using pg::Connection;

void copy_findings(Connection& connection, const std::vector<FindingWrite>& writes, const RowStamp& stamp) {
    util::step("copy_findings");
    pg::CopyWriter copy(connection, "copy findings", copy_target(finding_table()));
    for (const FindingWrite& write : writes) {
        const auto& record = *write.record;
        const auto& finding = *record.finding;
        const auto& places = finding.locations->codes;
        const std::vector<std::string_view> codes(places.begin(), places.end());
        copy.text(record.encounter.encounter_id).text(finding.finding_id);
        copy.text(record.procedure.procedure_id).text(stamp.feed).text(finding.diagnosis_code);
        copy.text(pg::text_array(codes)).hash(finding.content_hash);
        copy.integer(record.position.generation).integer(record.position.byte_offset).text(stamp.at);
        for (const auto& value : finding.values) copy.optional_text(value);
        copy.end_row();
    }
    copy.finish();
}

void upsert_findings(Connection& connection, const std::vector<FindingWrite>& writes, const RowStamp& stamp) {
    connection.query("upsert findings", upsert_statement(finding_table()), {findings_json(writes, stamp)});
}

using CodesOf = const clinical::CodeSet* clinical::Encounter::*;

void add_codes(Connection& connection, std::span<const FindingWrite> writes, CodesOf codes_of,
               std::string_view statement) {
    std::vector<std::string_view> studies;
    std::vector<std::string_view> codes;
    for (const FindingWrite& write : writes) {
        if (!write.makes_study) continue;
        const auto& encounter = write.record->encounter;
        for (const std::string& code : (encounter.*codes_of)->codes) {
            studies.push_back(encounter.encounter_id);
            codes.emplace_back(code);
        }
    }
    if (codes.empty()) return;
    connection.query("add what findings tell of their studies", statement,
                     {pg::text_array(studies), pg::text_array(codes)});
}

} // namespace

void write_findings(Connection& connection, std::span<const FindingWrite> writes, const RowStamp& stamp,
                    NewRows new_rows) {
    std::vector<FindingWrite> fresh;
    std::vector<FindingWrite> changed;
    for (const FindingWrite& write : writes)
        (write.is_new && new_rows == NewRows::by_copy ? fresh : changed).push_back(write);
    if (!fresh.empty()) copy_findings(connection, fresh, stamp);
    if (!changed.empty()) upsert_findings(connection, changed, stamp);
    util::step("findings_written");
    add_codes(connection, writes, &clinical::Encounter::diagnoses, sql::add_diagnoses_of_findings);
    add_codes(connection, writes, &clinical::Encounter::localizations, sql::add_localizations_of_findings);
}

} // namespace padchestd::store
