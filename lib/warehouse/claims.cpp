#include "warehouse/claims.h"

#include "warehouse/sql.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace padchestd::warehouse {

namespace {

// Above it a dimension is compared as a whole: dimensions are small beside facts.
constexpr std::int64_t kMembersByName = 2'000;

pg::Param ids_of(const pg::Result& encounters) {
    const pg::Column id = encounters.column("encounter_id");
    std::vector<std::string_view> ids;
    ids.reserve(encounters.size());
    for (const pg::Row encounter : encounters) ids.push_back(encounter[id].text());
    return pg::text_array(ids);
}

// Most changed encounters are new: they have no counts to subtract and no rows to delete.
Part make_part(pg::Connection& connection, const pg::Result& encounters) {
    const pg::Param keys = ids_of(encounters);
    const pg::Result known = connection.query(
        "look for facts", "select encounter_id from dwh.fact_encounter where encounter_id = any ($1::text[])",
        {keys});
    return {encounters.size(), keys, ids_of(known), !known.empty()};
}

MembersOf members_of(const pg::Result& queued, std::string_view dimension) {
    MembersOf result;
    std::vector<std::string_view> names;
    for (const pg::Row row : queued) {
        if (row["dimension"].text() != dimension) continue;
        names.push_back(row["member"].text());
        result.count = row["members"].integer();
    }
    if (result.count <= kMembersByName) result.names = pg::text_array(names);
    return result;
}

} // namespace

Members queued_members(pg::Connection& connection) {
    const pg::Result queued =
        connection.query("look at changed dimension members", sql::queued_members, {kMembersByName});
    return {members_of(queued, "patient"), members_of(queued, "diagnosis"), members_of(queued, "facility")};
}

void empty_queues(pg::Connection& connection) {
    connection.script("empty the queues",
                      "delete from ingest.change_queue; delete from ingest.dimension_queue");
}

ChangedEncounters::ChangedEncounters(pg::Connection& connection, std::size_t at_once)
    : connection_(connection)
    , at_once_(at_once) {
    connection_.script("look for changed encounters", sql::declare_changed_encounters);
}

std::optional<Part> ChangedEncounters::next() {
    const bool first = std::exchange(at_start_, false);
    if (only_) return first ? only_ : std::nullopt;
    const pg::Result rows = connection_.query(
        "read the changed encounters", "fetch " + std::to_string(at_once_) + " from changed_encounters");
    if (rows.empty()) return std::nullopt;
    Part part = make_part(connection_, rows);
    if (first && part.size < at_once_) only_ = part;
    return part;
}

void ChangedEncounters::rewind() {
    at_start_ = true;
    if (!only_) connection_.script("read the changed encounters", "move absolute 0 in changed_encounters");
}

void ChangedEncounters::close() {
    connection_.script("read the changed encounters", "close changed_encounters");
}

} // namespace padchestd::warehouse
