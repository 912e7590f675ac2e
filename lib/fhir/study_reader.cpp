#include "fhir/study_reader.h"

#include "fhir/sql.h"
#include "pg/transaction.h"

#include <algorithm>
#include <string>

namespace padchestd::fhir {

namespace {

constexpr std::string_view kReadStudies = "read studies for the export";

std::string text(const pg::Result& rows, int row, int column) {
    return std::string(rows.text(row, column));
}

std::vector<Study> read_encounters(pg::Connection& connection, std::string_view after,
                                   const std::optional<Stretches>& only, int piece) {
    pg::Params values{after, piece, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
    if (only) values = {after, piece, only->feeds, only->generations, only->begins, only->ends};
    const auto rows = connection.query(kReadStudies, sql::studies, values);
    std::vector<Study> studies(static_cast<std::size_t>(rows.rows()));
    for (int row = 0; row < rows.rows(); ++row) {
        Study& study = studies[static_cast<std::size_t>(row)];
        study.encounter_id = text(rows, row, 0);
        study.patient_id = text(rows, row, 1);
        study.facility_id = text(rows, row, 2);
        study.date = text(rows, row, 3);
        study.feed = text(rows, row, 4);
        study.generation = text(rows, row, 5);
        study.offset = text(rows, row, 6);
        study.written_at = text(rows, row, 7);
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
    for (int row = 0; row < rows.rows(); ++row) {
        while (study->encounter_id != rows.text(row, 0)) ++study;
        add(*study, rows, row);
    }
}

Term term(const pg::Result& rows, int row) {
    return {text(rows, row, 1), text(rows, row, 2), text(rows, row, 3), text(rows, row, 4)};
}

void read_parts(pg::Connection& connection, std::vector<Study>& studies) {
    std::vector<std::string_view> keys;
    keys.reserve(studies.size());
    for (const auto& study : studies) keys.emplace_back(study.encounter_id);
    const std::string ids = pg::text_array(keys);
    distribute(connection, sql::images, ids, studies, [](Study& study, const pg::Result& rows, int row) {
        study.images.push_back({text(rows, row, 1), text(rows, row, 2), text(rows, row, 3)});
    });
    distribute(connection, sql::reports, ids, studies, [](Study& study, const pg::Result& rows, int row) {
        study.reports.push_back({text(rows, row, 1), text(rows, row, 2), text(rows, row, 3)});
    });
    distribute(connection, sql::labels, ids, studies, [](Study& study, const pg::Result& rows, int row) {
        study.labels.push_back(term(rows, row));
    });
    distribute(connection, sql::localizations, ids, studies,
               [](Study& study, const pg::Result& rows, int row) {
                   study.localizations.push_back(term(rows, row));
               });
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
    for (int row = 0; row < rows.rows(); ++row) {
        if (patients.empty() || patients.back().patient_id != rows.text(row, 0))
            patients.push_back({text(rows, row, 0), text(rows, row, 1), text(rows, row, 2), {}});
        patients.back().homes.push_back({text(rows, row, 3), text(rows, row, 4)});
    }
    return patients;
}

std::vector<Facility> read_facilities(pg::Connection& connection) {
    const auto rows =
        connection.query(kReadStudies, "select facility_id, name from ods.facilities order by facility_id");
    std::vector<Facility> facilities;
    facilities.reserve(static_cast<std::size_t>(rows.rows()));
    for (int row = 0; row < rows.rows(); ++row)
        facilities.push_back({text(rows, row, 0), text(rows, row, 1)});
    return facilities;
}

} // namespace padchestd::fhir
