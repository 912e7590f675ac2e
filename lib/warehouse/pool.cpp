#include "warehouse/pool.h"

#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <set>

namespace padchestd::warehouse {

std::int64_t adjust_pool(pg::Connection& connection, const Deltas& deltas,
                         const std::vector<std::string>& edited) {
    std::set<std::string_view> affected(edited.begin(), edited.end());
    std::vector<std::string_view> patients;
    std::vector<std::string> numbers;
    for (const auto& [group, delta] : deltas) {
        if (delta == 0) continue;
        affected.insert(group.front());
        patients.push_back(group.front());
        numbers.push_back(std::to_string(delta));
    }
    if (affected.empty()) return 0;
    const pg::Param members = pg::text_array(std::vector<std::string_view>(affected.begin(), affected.end()));
    const pg::Param differences =
        pg::text_array(std::vector<std::string_view>(numbers.begin(), numbers.end()));
    const Aggregate& studies = star().studies;
    const std::string attempt = "adjust the pool of patients";

    Deltas by_studies;
    add_contributions(connection, studies.contributions, members, -1, by_studies);
    std::int64_t written =
        connection.query(attempt, sql::adjust_patients, {members, pg::text_array(patients), differences})
            .affected();
    written += connection.query(attempt, sql::drop_pool, {members}).affected();
    add_contributions(connection, studies.contributions, members, +1, by_studies);
    return written + apply(connection, studies, by_studies);
}

std::int64_t recount_pool(pg::Connection& connection) {
    const std::string attempt = "count the pool of patients";
    connection.query(attempt, "delete from dwh.agg_patient");
    const std::int64_t written = connection.query(attempt, sql::recount_patients).affected();
    return written + recount(connection, star().studies);
}

} // namespace padchestd::warehouse
