#include "warehouse/pool.h"

#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::warehouse {

namespace {

// Bounds the program's memory, and the length of a statement.
constexpr std::size_t kPatientsAtOnce = 5'000;

// `patients`: id and difference.
std::int64_t adjust_patients(pg::Connection& connection, const pg::Result& patients) {
    std::vector<std::string_view> names;
    std::vector<std::string_view> numbers;
    for (const pg::Row patient : patients) {
        names.push_back(patient["patient_id"].text());
        numbers.push_back(patient["difference"].text());
    }
    const pg::Param members = pg::text_array(names);
    const std::string attempt = "adjust the pool of patients";
    add_contributions(connection, star().studies, members, -1);
    std::int64_t written =
        connection.query(attempt, sql::adjust_patients, {members, members, pg::text_array(numbers)})
            .affected();
    written += connection.query(attempt, sql::drop_pool, {members}).affected();
    add_contributions(connection, star().studies, members, +1);
    return written;
}

} // namespace

void note_edited_patients(pg::Connection& connection) {
    connection.query("note edited patients",
                     "insert into pg_temp.refresh_difference (aggregate, key, counted) "
                     "select $1, array[member], 0 from ingest.dimension_queue where dimension = 'patient'",
                     {star().studies_of_patients.name});
}

std::int64_t adjust_pool(pg::Connection& connection) {
    std::int64_t written = 0;
    std::string last;
    for (bool more = true; more;) {
        const pg::Result patients =
            connection.query("read the changed patients", sql::changed_patients, {last, kPatientsAtOnce});
        more = patients.size() == kPatientsAtOnce;
        if (patients.empty()) break;
        last = patients.back()["patient_id"].text();
        written += adjust_patients(connection, patients);
    }
    return written + apply(connection, star().studies);
}

std::int64_t recount_pool(pg::Connection& connection) {
    const std::string attempt = "count the pool of patients";
    connection.query(attempt, "delete from dwh.agg_patient");
    const std::int64_t written = connection.query(attempt, sql::recount_patients).affected();
    return written + recount(connection, star().studies);
}

} // namespace padchestd::warehouse
