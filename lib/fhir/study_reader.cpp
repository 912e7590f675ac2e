#include "fhir/study_reader.h"

#include "fhir/sql.h"
#include "pg/transaction.h"

#include <algorithm>
#include <string>

namespace padchestd::fhir {

namespace {

constexpr std::string_view kReadStudies = "read studies for the export";

std::string or_empty(const pg::Value& value) {
    return value.optional_string().value_or("");
}

std::vector<Study> read_encounters(pg::Connection& connection, std::string_view after,
                                   const std::optional<Stretches>& only, int piece) {
    pg::Params values{after, piece, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
    if (only) values = {after, piece, only->feeds, only->generations, only->begins, only->ends};
    const auto rows = connection.query(kReadStudies, sql::studies, values);
    std::vector<Study> studies;
    studies.reserve(rows.size());
    for (const pg::Row row : rows) {
        Study& study = studies.emplace_back();
        study.encounter_id = row["encounter_id"].text();
        study.patient_id = row["patient_id"].text();
        study.facility_id = row["facility_id"].text();
        study.date = or_empty(row["encounter_date"]);
        study.feed = row["feed"].text();
        study.generation = row["source_generation"].text();
        study.offset = row["source_offset"].text();
        study.written_at = row["written_at"].text();
    }
    return studies;
}

// Gives the rows of a part to their studies: both are in the order of the studies' keys, as the server sorts
// them, and no row is of another study.
template<typename Add>
void distribute(pg::Connection& connection, std::string_view statement, const std::string& ids,
                std::vector<Study>& studies, const Add& add) {
    const auto rows = connection.query(kReadStudies, statement, {ids});
    auto study = studies.begin();
    for (const pg::Row row : rows) {
        while (study->encounter_id != row["encounter_id"].text()) ++study;
        add(*study, row);
    }
}

Term term(const pg::Row& row) {
    return {row["code"].string(), row["description"].string(), or_empty(row["cui"]), row["kind"].string()};
}

void read_parts(pg::Connection& connection, std::vector<Study>& studies) {
    std::vector<std::string_view> keys;
    keys.reserve(studies.size());
    for (const auto& study : studies) keys.emplace_back(study.encounter_id);
    const std::string ids = pg::text_array(keys);
    distribute(connection, sql::images, ids, studies, [](Study& study, const pg::Row& row) {
        study.images.push_back(
            {row["procedure_id"].string(), row["procedure_name"].string(), or_empty(row["modality"])});
    });
    distribute(connection, sql::reports, ids, studies, [](Study& study, const pg::Row& row) {
        study.reports.push_back(
            {row["report_id"].string(), or_empty(row["report_text"]), row["language"].string()});
    });
    distribute(connection, sql::labels, ids, studies,
               [](Study& study, const pg::Row& row) { study.labels.push_back(term(row)); });
    distribute(connection, sql::localizations, ids, studies,
               [](Study& study, const pg::Row& row) { study.localizations.push_back(term(row)); });
}

} // namespace

std::vector<Study> StudyReader::after(std::string_view encounter_id) {
    const pg::Transaction snapshot(connection_, pg::Isolation::repeatable_read);
    auto studies = read_encounters(connection_, encounter_id, only_, piece_);
    if (!studies.empty()) read_parts(connection_, studies);
    return studies;
}

std::vector<Patient> patients_after(pg::Connection& connection, std::string_view patient_id) {
    const auto rows = connection.query(kReadStudies, sql::patients, {patient_id, kPatientsOfAPiece});
    std::vector<Patient> patients;
    for (const pg::Row row : rows) {
        if (patients.empty() || patients.back().patient_id != row["patient_id"].text())
            patients.push_back(
                {row["patient_id"].string(), row["sex"].string(), row["birth_date"].string(), {}});
        patients.back().homes.push_back({row["place"].string(), or_empty(row["valid_from"])});
    }
    return patients;
}

std::vector<Facility> read_facilities(pg::Connection& connection) {
    const auto rows =
        connection.query(kReadStudies, "select facility_id, name from ods.facilities order by facility_id");
    std::vector<Facility> facilities;
    facilities.reserve(rows.size());
    for (const pg::Row row : rows) facilities.push_back({row["facility_id"].string(), row["name"].string()});
    return facilities;
}

} // namespace padchestd::fhir
