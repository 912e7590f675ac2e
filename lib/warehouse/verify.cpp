#include "warehouse/verify.h"

#include "pg/error.h"
#include "warehouse/sql.h"
#include "warehouse/update.h"

#include <array>

namespace padchestd::warehouse {

namespace {

// A table of dwh and its rows as the store says they should be, columns in the table's order.
struct Proof {
    std::string_view table;
    std::string_view rebuilt;
};

constexpr auto kProofs = std::to_array<Proof>({
    {"dim_date", sql::verify_dim_date},
    {"dim_patient", sql::verify_dim_patient},
    {"dim_facility", sql::verify_dim_facility},
    {"dim_diagnosis", sql::verify_dim_diagnosis},
    {"dim_diagnosis_ancestor", sql::verify_dim_diagnosis_ancestor},
    {"dim_procedure", sql::verify_dim_procedure},
    {"fact_encounter", sql::verify_fact_encounter},
    {"fact_procedure", sql::verify_fact_procedure},
    {"bridge_encounter_diagnosis", sql::verify_bridge_encounter_diagnosis},
    {"fact_report", sql::verify_fact_report},
    {"agg_encounter", sql::verify_agg_encounter},
    {"agg_diagnosis", sql::verify_agg_diagnosis},
    {"agg_diagnosis_pair", sql::verify_agg_diagnosis_pair},
    {"agg_finding_status", sql::verify_agg_finding_status},
    {"agg_procedure", sql::verify_agg_procedure},
    {"agg_label_method", sql::verify_agg_label_method},
    {"agg_keyword", sql::verify_agg_keyword},
    {"agg_report_cluster", sql::verify_agg_report_cluster},
    {"agg_cluster_diagnosis", sql::verify_agg_cluster_diagnosis},
    {"agg_patient", sql::verify_agg_patient},
    {"agg_studies", sql::verify_agg_studies},
});

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

Difference compare(pg::Connection& connection, const Proof& proof) {
    const std::string table = "dwh." + std::string(proof.table);
    const std::string sql = "with rebuilt as materialized (\n" + std::string(proof.rebuilt) +
                            ")\nselect (select count(*) from (table rebuilt except all table " + table +
                            ") as missing) as missing_rows,\n       (select count(*) from (table " + table +
                            " except all table rebuilt) as surplus) as surplus_rows";
    const pg::Result result = connection.query("verify " + table, sql);
    const pg::Row counts = result.only();
    return {std::string(proof.table), counts["missing_rows"].integer(), counts["surplus_rows"].integer()};
}

} // namespace

std::vector<Difference> verify(pg::Connection& connection, const util::Clock& clock) {
    Update update(connection);
    if (!nothing_to_do(connection)) drain_queue(connection, update, clock);
    connection.script("prepare the proof", sql::whole_store);
    connection.query("rebuild the studies", sql::verify_scratch_encounter);
    connection.query("rebuild the words of the reports", sql::verify_scratch_stem);
    std::vector<Difference> differences;
    for (const Proof& proof : kProofs) {
        Difference difference = compare(connection, proof);
        if (difference.missing_rows != 0 || difference.surplus_rows != 0)
            differences.push_back(std::move(difference));
    }
    update.commit();
    return differences;
}

std::vector<std::string> verified_tables() {
    std::vector<std::string> names;
    names.reserve(kProofs.size());
    for (const Proof& proof : kProofs) names.emplace_back(proof.table);
    return names;
}

} // namespace padchestd::warehouse
