#include "ingest/patient_seed.h"

#include "log/event.h"
#include "store/patient_pool.h"
#include "synthetic/patients.h"
#include "util/time_text.h"

#include <string>
#include <vector>

namespace padchestd::ingest {

namespace {

store::PatientRow to_row(const synthetic::SyntheticPatient& patient) {
    store::PatientRow row{
        patient.patient_id, std::string(1, patient.sex), patient.birth_date, patient.location, {}};
    for (const auto& move : patient.moves) row.moves.push_back({move.valid_from, move.location});
    return row;
}

} // namespace

std::int64_t seed_patients(pg::Connection& connection, std::uint64_t count, std::uint64_t seed,
                           const util::Clock& clock) {
    std::vector<store::PatientRow> rows;
    rows.reserve(count);
    for (const auto& patient : synthetic::synthetic_patients(count, seed)) rows.push_back(to_row(patient));
    const std::int64_t added = store::seed_patients(connection, rows, util::rfc3339(clock.now()));
    if (added > 0) log::event(log::Level::info, "patients_seeded", {{"patients", added}});
    return added;
}

} // namespace padchestd::ingest
