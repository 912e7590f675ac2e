#include "store/row_json.h"

#include "store/report_vectors.h"

#include <nlohmann/json.hpp>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;
using nlohmann::json;

json optional(const clinical::OptionalText& text) {
    return text ? json(*text) : json(nullptr);
}

std::string bytea(const util::ContentHash& hash) {
    return "\\x" + util::hex(hash);
}

json row(const StudyRecord& record, const util::ContentHash& content_hash, const RowStamp& stamp) {
    return {{"encounter_id", record.encounter.encounter_id},
            {"content_hash", bytea(content_hash)},
            {"source_generation", record.position.generation},
            {"source_offset", record.position.byte_offset},
            {"updated_at", stamp.at}};
}

// JSON's array is what both pgvector and real[] read.
void add_vector(json& row, const clinical::Report& report, const RowStamp& stamp) {
    const auto placed = stamp.vectors->model.place(report.text, stamp.language);
    row["embedding_model"] = stamp.vectors->model_id;
    row["text_cluster"] = placed.cluster ? json(*placed.cluster) : json(nullptr);
    row["embedding"] = placed.embedding ? json(*placed.embedding) : json(nullptr);
}

} // namespace

std::string encounters_json(std::span<const EncounterWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const EncounterWrite& write : writes) {
        const auto& encounter = write.record->encounter;
        json one = row(*write.record, encounter.content_hash, stamp);
        if (!write.patient_id.empty()) one["patient_id"] = write.patient_id;
        one["feed"] = stamp.feed;
        one["facility_id"] = stamp.facility_id;
        one["encounter_date"] = clinical::iso_text(encounter.date);
        one["pediatric"] = encounter.pediatric;
        one["from_findings"] = write.record->finding != nullptr;
        rows.push_back(std::move(one));
    }
    return rows.dump();
}

std::string procedures_json(std::span<const RowWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const RowWrite& write : writes) {
        const auto& procedure = write.record->procedure;
        json one = row(*write.record, procedure.content_hash, stamp);
        one["procedure_id"] = procedure.procedure_id;
        one["from_findings"] = write.record->finding != nullptr;
        one["record_hash"] = bytea(stamp.record_hash(*write.record).mac);
        for (std::size_t i = 0; i < stamp.image_columns.size(); ++i)
            one[std::string(stamp.image_columns[i].column)] = optional(procedure.values[i]);
        rows.push_back(std::move(one));
    }
    return rows.dump();
}

std::string reports_json(std::span<const RowWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const RowWrite& write : writes) {
        const auto& report = *write.record->report;
        json one = row(*write.record, report.content_hash, stamp);
        one["report_id"] = report.report_id;
        one["report_text"] = optional(report.text);
        one["language"] = stamp.language;
        one["label_method"] = optional(report.label_method);
        if (stamp.vectors != nullptr) add_vector(one, report, stamp);
        rows.push_back(std::move(one));
    }
    return rows.dump();
}

std::string findings_json(std::span<const FindingWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const FindingWrite& write : writes) {
        const auto& finding = *write.record->finding;
        json one = row(*write.record, finding.content_hash, stamp);
        one["finding_id"] = finding.finding_id;
        one["procedure_id"] = write.record->procedure.procedure_id;
        one["feed"] = stamp.feed;
        one["diagnosis_code"] = finding.diagnosis_code;
        one["localizations"] = finding.locations->codes;
        for (std::size_t i = 0; i < finding.values.size(); ++i)
            one[std::string(clinical::kFindingColumns.at(i))] = optional(finding.values.at(i));
        for (const auto place : {clinical::boxes, clinical::extra_boxes}) { // JSON themselves
            if (finding.values.at(place))
                one[std::string(clinical::kFindingColumns.at(place))] =
                    json::parse(*finding.values.at(place));
        }
        rows.push_back(std::move(one));
    }
    return rows.dump();
}

} // namespace padchestd::store
