#include "warehouse/increment.h"

#include "util/step.h"
#include "warehouse/claims.h"
#include "warehouse/pool.h"
#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <optional>

namespace padchestd::warehouse {

namespace {

std::int64_t write_dimensions(pg::Connection& connection, const Members& members) {
    const Star& tables = star();
    std::int64_t rows = 0;
    if (members.patients.count > 0)
        rows += write_differences(connection, tables.patients, members.patients.names);
    if (members.facilities.count > 0)
        rows += write_differences(connection, tables.facilities, members.facilities.names);
    if (members.diagnoses.count > 0) {
        rows += write_differences(connection, tables.diagnoses, members.diagnoses.names);
        rows += write_differences(connection, tables.ancestors, members.diagnoses.names);
    }
    return rows;
}

std::int64_t write_facts(pg::Connection& connection, const Part& part) {
    std::int64_t rows = write_rows(connection, star().procedure_kinds, part.encounters);
    for (const DerivedTable& fact : star().facts) {
        rows += write_rows(connection, fact, part.encounters);
        if (part.any_known) rows += drop_rows(connection, fact, part.known);
    }
    return rows;
}

// What encounters count for, in every aggregate.
void count(pg::Connection& connection, const pg::Param& encounters, int sign) {
    for (const Aggregate& aggregate : star().aggregates)
        add_contributions(connection, aggregate, encounters, sign);
    add_contributions(connection, star().studies_of_patients, encounters, sign);
}

std::int64_t apply_all(pg::Connection& connection) {
    std::int64_t rows = 0;
    for (const Aggregate& aggregate : star().aggregates) rows += apply(connection, aggregate);
    return rows;
}

// Dates first, since facts point at them.
std::int64_t follow_dates(pg::Connection& connection) {
    const bool lags = connection.query("look at the dates", sql::dates_behind).value().boolean();
    return lags ? write_differences(connection, star().dates, std::nullopt) : 0;
}

} // namespace

// All of what the facts counted for is taken back before the first dimension changes, for an encounter may be
// gone from the store, or be another patient's by now: under a dimension that was changed already its facts
// would be taken from groups that they were never counted in.
Increment follow_queues(pg::Connection& connection, std::size_t encounters_at_once) {
    Increment done;
    connection.query("look for moves that have come", sql::queue_due_moves);
    const Members members = queued_members(connection);
    ChangedEncounters changed(connection, encounters_at_once);
    open_differences(connection);
    note_edited_patients(connection);
    empty_queues(connection);
    util::step("refresh_claimed");
    done.members = members.patients.count + members.diagnoses.count + members.facilities.count;
    while (const auto part = changed.next()) {
        done.encounters += static_cast<std::int64_t>(part->size);
        if (part->any_known) count(connection, part->known, -1);
    }

    util::step("refresh_dimensions");
    done.rows += follow_dates(connection) + write_dimensions(connection, members);
    util::step("refresh_facts");
    changed.rewind();
    while (const auto part = changed.next()) {
        done.rows += write_facts(connection, *part);
        count(connection, part->encounters, +1);
    }
    changed.close();
    util::step("refresh_aggregates");
    done.rows += apply_all(connection) + adjust_pool(connection);
    close_differences(connection);
    done.rows +=
        connection.query("drop unused kinds of image", sql::drop_procedures, {std::nullopt}).affected();
    return done;
}

} // namespace padchestd::warehouse
