#include "operation/planned_rows.h"

#include <chrono>

namespace padchestd::operation {

namespace {

// Of a planned encounter's patient, who is not known without the draw's secret: after any study, so that a
// changed date draws again. That finds nobody exactly where the run would find nobody.
constexpr clinical::Date kAnyPatient{std::chrono::year{9999}, std::chrono::December, std::chrono::day{31}};

std::string key_within(const clinical::StudyRecord& record, std::string_view id) {
    std::string key(record.encounter.encounter_id);
    key += '\0'; // no id holds one
    key += id;
    return key;
}

std::string report_key(const clinical::StudyRecord& record) {
    return key_within(record, record.report->report_id);
}

std::string finding_key(const clinical::StudyRecord& record) {
    return key_within(record, record.finding->finding_id);
}

} // namespace

void PlannedRows::add(const store::StudyFold& fold) {
    for (const auto& write : fold.encounters())
        encounters_[std::string(write.record->encounter.encounter_id)] = {
            write.record->encounter.content_hash, write.record->finding != nullptr};
    for (const auto& write : fold.procedures())
        procedures_[std::string(write.record->procedure.procedure_id)] = {
            std::string(write.record->encounter.encounter_id), write.record->procedure.content_hash};
    for (const auto& write : fold.reports())
        reports_[report_key(*write.record)] = write.record->report->content_hash;
    for (const auto& write : fold.findings())
        findings_[finding_key(*write.record)] = write.record->finding->content_hash;
}

void PlannedRows::lay_over(store::SourceRows& source, std::span<const clinical::StudyRecord> records) const {
    for (const auto& record : records) {
        const auto encounter_id = record.encounter.encounter_id;
        if (const auto found = encounters_.find(std::string(encounter_id)); found != encounters_.end())
            source.encounters[encounter_id] = {
                {found->second.content_hash, {}}, false, kAnyPatient, found->second.from_findings};
        const auto procedure_id = record.procedure.procedure_id;
        if (const auto found = procedures_.find(std::string(procedure_id)); found != procedures_.end())
            source.procedures[procedure_id] = {
                found->second.encounter_id, {found->second.content_hash, {}}, {}, false, false};
        if (record.report) {
            if (const auto found = reports_.find(report_key(record)); found != reports_.end())
                source.reports[{encounter_id, record.report->report_id}] = {found->second, {}};
        }
        if (record.finding) {
            if (const auto found = findings_.find(finding_key(record)); found != findings_.end())
                source.findings[{encounter_id, record.finding->finding_id}] = {{found->second, {}}, false};
        }
    }
}

} // namespace padchestd::operation
