#include "warehouse/increment.h"

#include "util/random.h"
#include "util/step.h"
#include "warehouse/claims.h"
#include "warehouse/pool.h"
#include "warehouse/sql.h"
#include "warehouse/star.h"

#include <optional>
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

std::int64_t write_facts(pg::Connection& connection, const pg::Param& encounters, const Names& known_ones) {
    std::int64_t rows = write_rows(connection, star().procedure_kinds, encounters);
    for (const DerivedTable& fact : star().facts) {
        rows += write_rows(connection, fact, encounters);
        if (!known_ones.empty()) rows += drop_rows(connection, fact, array(known_ones));
    }
    return rows;
}

// What a set of encounters counts for, in every aggregate.
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

// Some changed members with all the encounters that follow from them, and some changed encounters.
std::int64_t follow(pg::Connection& connection, const Members& members, const Names& encounters) {
    const pg::Param keys = array(encounters);
    // Most changed ones are new: nothing is to be taken back for them.
    const Names known_ones = encounters.empty() ? Names() : with_facts(connection, keys);
    Contributions change;
    if (!known_ones.empty())
        change.add(connection, array(known_ones), -1); // under the dimensions as they were
    util::step("refresh_dimensions");
    std::int64_t rows = write_dimensions(connection, members);
    util::step("refresh_facts");
    if (!encounters.empty()) {
        rows += write_facts(connection, keys, known_ones);
        change.add(connection, keys, +1);
    }
    util::step("refresh_aggregates");
    rows += change.apply_all(connection);
    return rows + adjust_pool(connection, change.of_patients, members.patients);
}

// Dates first, since facts point at them; those that no study needs any more go last.
std::int64_t follow_dates(pg::Connection& connection) {
    const bool behind = connection.query("look at the dates", sql::dates_behind).boolean(0, 0);
    return behind ? write_differences(connection, star().dates, std::nullopt) : 0;
}

// All but the last part of the changed patients; the rest goes with the first encounters.
void follow_many_patients(pg::Connection& connection, Names& patients, std::size_t at_once, Increment& done) {
    while (patients.size() > at_once) {
        const auto cut = patients.end() - static_cast<std::ptrdiff_t>(at_once);
        const Members part{Names(cut, patients.end()), {}, {}};
        patients.erase(cut, patients.end());
        Names encounters;
        append_encounters_of(connection, part, encounters);
        done.encounters += static_cast<std::int64_t>(encounters.size());
        done.rows += follow(connection, part, encounters);
    }
}

} // namespace

Increment follow_queues(pg::Connection& connection, const IncrementLimits& limits) {
    const std::string run = util::random_uuid();
    Increment done;
    Members members = claim_members(connection, run);
    Names encounters = claim_encounters(connection, run, limits.encounters);
    util::step("refresh_claimed");
    done.members = static_cast<std::int64_t>(members.patients.size() + members.diagnoses.size() +
                                             members.facilities.size());
    done.rows += follow_dates(connection);
    follow_many_patients(connection, members.patients, limits.patients, done);
    append_encounters_of(connection, members, encounters);
    while (!encounters.empty() || done.members > 0) {
        done.encounters += static_cast<std::int64_t>(encounters.size());
        done.rows += follow(connection, members, encounters);
        if (static_cast<std::int64_t>(encounters.size()) < limits.encounters) break;
        members = {};
        encounters = claim_encounters(connection, run, limits.encounters);
    }
    done.rows +=
        connection.query("drop unused kinds of image", sql::drop_procedures, {std::nullopt}).affected();
    forget_claimed(connection, run);
    return done;
}

} // namespace padchestd::warehouse
