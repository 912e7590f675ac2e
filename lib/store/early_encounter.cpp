#include "store/early_encounter.h"

#include "pg/transaction.h"
#include "store/patient_pool.h"
#include "util/random.h"

#include <vector>

namespace padchestd::store {

EarlyEncounters find_early_encounters(pg::Connection& connection) {
    const auto rows = connection.query(
        "look for encounters before their patient's birth",
        "select count(*) over () as encounters, source_generation, source_offset from ods.encounters join "
        "ods.patients "
        "using "
        "(patient_id) where encounter_date < birth_date order by source_generation, source_offset limit 1");
    if (rows.empty()) return {};
    const pg::Row row = rows.only();
    return {row["encounters"].integer(),
            feed::SourcePosition{row["source_generation"].integer<std::int32_t>(),
                                 row["source_offset"].integer()}};
}

std::string problem(const EarlyEncounters& early) {
    std::string text = std::to_string(early.count) + " encounters precede their patient's birth";
    if (early.first)
        text += ", the first at byte " + std::to_string(early.first->byte_offset) + " of generation " +
                std::to_string(early.first->generation);
    return text;
}

std::int64_t redraw_early_encounters(pg::Connection& connection, std::string_view at) {
    constexpr std::string_view kAttempt = "draw patients again for encounters before their birth";
    if (find_early_encounters(connection).count == 0) return 0;
    pg::Transaction transaction(connection);
    lock_pool(connection);
    const auto pool = read_pool(connection);
    const auto early = connection.query(
        kAttempt,
        "select encounter_id, encounter_date from ods.encounters join ods.patients using (patient_id) "
        "where encounter_date < birth_date order by encounter_id");
    std::vector<std::string_view> encounters;
    std::vector<std::string_view> patients;
    for (const pg::Row encounter : early) {
        const auto date = clinical::parse_iso_date(encounter["encounter_date"].text()).value();
        const auto id = encounter["encounter_id"].text();
        const auto* const patient = pool.draw.draw_patient(id, date);
        if (patient == nullptr) continue;
        encounters.push_back(id);
        patients.emplace_back(patient->patient_id);
    }
    const std::string ids = pg::text_array(encounters);
    connection.query(kAttempt,
                     "update ods.encounters as stored set patient_id = drawn.patient_id, updated_at = $3 "
                     "from unnest($1::text[], $2::text[]) as drawn (encounter_id, patient_id) "
                     "where stored.encounter_id = drawn.encounter_id",
                     {ids, pg::text_array(patients), at});
    connection.query(
        kAttempt,
        "insert into ingest.change_queue (encounter_id, change_id, changed_at) "
        "select encounter_id, $2::uuid, $3::timestamptz from unnest($1::text[]) as drawn (encounter_id)",
        {ids, util::random_uuid(), at});
    transaction.commit();
    return static_cast<std::int64_t>(encounters.size());
}

} // namespace padchestd::store
