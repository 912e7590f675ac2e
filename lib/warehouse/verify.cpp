#include "warehouse/verify.h"

#include "pg/error.h"
#include "warehouse/rolling_proof.h"
#include "warehouse/sql.h"
#include "warehouse/update.h"

#include <algorithm>

namespace padchestd::warehouse {

namespace {

// Bounds the server's memory; larger parts are not faster.
constexpr std::int64_t kEncountersAPart = 50'000;

// What is queued is not a difference. A warehouse that cannot follow because it is damaged is compared as it
// stands: the differences are what the caller asked for, and a rebuild here would hide them.
void drain_queue(pg::Connection& connection, Update& update, const util::Clock& clock) {
    const auto reason = reason_to_rebuild(connection);
    if (reason && reason->damaged) return;
    pg::Savepoint savepoint(connection);
    try {
        update.bring_up(clock, reason);
        savepoint.release();
    } catch (const pg::Error& error) {
        if (!blames_warehouse(error)) throw;
    }
}

void add(std::vector<Difference>& found, Difference fresh) {
    if (fresh.missing_rows == 0 && fresh.surplus_rows == 0) return;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Difference& one) { return one.table == fresh.table; });
    if (same == found.end()) {
        found.push_back(std::move(fresh));
        return;
    }
    same->missing_rows += fresh.missing_rows;
    same->surplus_rows += fresh.surplus_rows;
}

std::int64_t count_encounters(pg::Connection& connection) {
    return connection.query("count the encounters", "select count(*) from ods.encounters").value().integer();
}

} // namespace

std::vector<Difference> verify(pg::Connection& connection, const util::Clock& clock,
                               const VerifyProgress& progress) {
    Update update(connection);
    if (!nothing_to_do(connection)) drain_queue(connection, update, clock);
    connection.script("prepare the proof", sql::whole_store);
    const std::int64_t encounters = progress ? count_encounters(connection) : 0;
    std::vector<Difference> differences;
    std::int64_t done = 0;
    for (const Section& section : proof_sections()) {
        // What a range of encounters has, indexes find without the rest; aggregates are read whole.
        const bool of_encounters = section.name == "encounters";
        std::optional<std::string> after(section.start);
        while (after) {
            const KeyRange part = of_encounters ? next_part(connection, section, *after, kEncountersAPart)
                                                : KeyRange{*after, std::nullopt};
            for (const Proof& proof : section.proofs) add(differences, compare(connection, proof, part));
            after = part.last;
            if (of_encounters) done = part.last ? done + kEncountersAPart : encounters;
            if (progress) progress(done, encounters);
        }
    }
    keep_differences(connection, differences, clock);
    update.commit();
    return differences;
}

std::vector<std::string> verified_tables() {
    std::vector<std::string> names;
    for (const Section& section : proof_sections())
        for (const Proof& proof : section.proofs) names.emplace_back(proof.table);
    return names;
}

} // namespace padchestd::warehouse
