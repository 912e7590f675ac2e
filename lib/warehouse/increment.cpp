#include "warehouse/increment.h"

#include "util/step.h"
#include "warehouse/claims.h"
#include "warehouse/pool.h"
#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace padchestd::warehouse {

namespace {

std::int64_t write_dimensions(pg::Connection& connection, const Members& members) {
    const Star& tables = star();
    std::int64_t rows = 0;
    if (!members.patients.empty())
        rows += write_differences(connection, tables.patients, array(members.patients));
    if (!members.facilities.empty())
        rows += write_differences(connection, tables.facilities, array(members.facilities));
    if (!members.diagnoses.empty()) {
        rows += write_differences(connection, tables.diagnoses, array(members.diagnoses));
        rows += write_differences(connection, tables.ancestors, array(members.diagnoses));
    }
    return rows;
}

// Encounters whose facts are replaced in one statement each: keys as text[] literals.
struct Part {
    pg::Param encounters;
    pg::Param known; // those of them that have facts
    bool any_known = false;
};

// Most changed encounters are new: nothing is to be taken back or dropped for them.
Part make_part(pg::Connection& connection, std::span<const std::string> encounters) {
    const pg::Param keys = array(encounters);
    const Names known = with_facts(connection, keys);
    return {keys, array(known), !known.empty()};
}

std::vector<Part> parts_of(pg::Connection& connection, std::span<const std::string> encounters,
                           std::size_t at_once) {
    std::vector<Part> parts;
    while (!encounters.empty()) {
        const std::size_t size = std::min(at_once, encounters.size());
        parts.push_back(make_part(connection, encounters.first(size)));
        encounters = encounters.subspan(size);
    }
    return parts;
}

std::int64_t write_facts(pg::Connection& connection, const Part& part) {
    std::int64_t rows = write_rows(connection, star().procedure_kinds, part.encounters);
    for (const DerivedTable& fact : star().facts) {
        rows += write_rows(connection, fact, part.encounters);
        if (part.any_known) rows += drop_rows(connection, fact, part.known);
    }
    return rows;
}

// What encounters count for, in every aggregate. Grows with the groups, not with the encounters.
struct Contributions {
    std::vector<Deltas> of_aggregates = std::vector<Deltas>(star().aggregates.size());
    Deltas of_patients;

    void add(pg::Connection& connection, const pg::Param& encounters, int sign) {
        for (std::size_t i = 0; i < of_aggregates.size(); ++i)
            add_contributions(connection, star().aggregates[i].contributions, encounters, sign,
                              of_aggregates[i]);
        add_contributions(connection, sql::count_studies, encounters, sign, of_patients);
    }

    std::int64_t apply_all(pg::Connection& connection) const {
        std::int64_t rows = 0;
        for (std::size_t i = 0; i < of_aggregates.size(); ++i)
            rows += apply(connection, star().aggregates[i], of_aggregates[i]);
        return rows;
    }
};

// Dates first, since facts point at them.
std::int64_t follow_dates(pg::Connection& connection) {
    const bool behind = connection.query("look at the dates", sql::dates_behind).boolean(0, 0);
    return behind ? write_differences(connection, star().dates, std::nullopt) : 0;
}

} // namespace

// All of what the facts counted for is taken back before the first dimension changes, for an encounter may be
// gone from the store, or be another patient's by now: under a dimension that was changed already its facts
// would be taken from groups that they were never counted in.
Increment follow_queues(pg::Connection& connection, std::size_t encounters_at_once) {
    Increment done;
    const Members members = claim_members(connection);
    Names encounters = claim_encounters(connection);
    util::step("refresh_claimed");
    append_encounters_of(connection, members, encounters);
    done.members = static_cast<std::int64_t>(members.patients.size() + members.diagnoses.size() +
                                             members.facilities.size());
    done.encounters = static_cast<std::int64_t>(encounters.size());
    const std::vector<Part> parts = parts_of(connection, encounters, encounters_at_once);
    Contributions change;
    for (const Part& part : parts)
        if (part.any_known) change.add(connection, part.known, -1);

    util::step("refresh_dimensions");
    done.rows += follow_dates(connection) + write_dimensions(connection, members);
    util::step("refresh_facts");
    for (const Part& part : parts) {
        done.rows += write_facts(connection, part);
        change.add(connection, part.encounters, +1);
    }
    util::step("refresh_aggregates");
    done.rows += change.apply_all(connection);
    done.rows += adjust_pool(connection, change.of_patients, members.patients);
    done.rows +=
        connection.query("drop unused kinds of image", sql::drop_procedures, {std::nullopt}).affected();
    return done;
}

} // namespace padchestd::warehouse
