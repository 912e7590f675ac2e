#include "warehouse/claims.h"

#include "warehouse/sql.h"

#include <algorithm>
#include <string_view>

namespace padchestd::warehouse {

namespace {

void sort_unique(Names& names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

void append_column(const pg::Result& result, Names& names) {
    for (int row = 0; row < result.rows(); ++row) names.emplace_back(result.text(row, 0));
}

} // namespace

pg::Param array(std::span<const std::string> names) {
    return pg::text_array(std::vector<std::string_view>(names.begin(), names.end()));
}

Members claim_members(pg::Connection& connection) {
    Members members;
    const pg::Result claimed = connection.query(
        "claim changed dimension members", "delete from ingest.dimension_queue returning dimension, member");
    for (int row = 0; row < claimed.rows(); ++row) {
        const std::string_view dimension = claimed.text(row, 0);
        Names& names = dimension == "patient"     ? members.patients
                       : dimension == "diagnosis" ? members.diagnoses
                                                  : members.facilities;
        names.emplace_back(claimed.text(row, 1));
    }
    for (Names* names : {&members.patients, &members.diagnoses, &members.facilities}) sort_unique(*names);
    return members;
}

Names claim_encounters(pg::Connection& connection) {
    Names encounters;
    append_column(connection.query("claim changed encounters",
                                   "delete from ingest.change_queue returning encounter_id"),
                  encounters);
    sort_unique(encounters);
    return encounters;
}

void append_encounters_of(pg::Connection& connection, const Members& members, Names& encounters) {
    const std::string attempt = "find the encounters of changed members";
    if (!members.patients.empty())
        append_column(connection.query(attempt, sql::encounters_of_patients, {array(members.patients)}),
                      encounters);
    if (!members.diagnoses.empty())
        append_column(connection.query(attempt, sql::encounters_of_kinds, {array(members.diagnoses)}),
                      encounters);
    sort_unique(encounters);
}

Names with_facts(pg::Connection& connection, const pg::Param& encounters) {
    Names names;
    append_column(
        connection.query("look for facts",
                         "select encounter_id from dwh.fact_encounter where encounter_id = any ($1::text[])",
                         {encounters}),
        names);
    return names;
}

} // namespace padchestd::warehouse
