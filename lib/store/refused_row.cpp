#include "store/refused_row.h"

#include "pg/error.h"
#include "pg/transaction.h"

#include <string>

namespace padchestd::store {

namespace {

constexpr std::string_view kFindRefused = "look for the row that is refused";
constexpr std::string_view kTrial = "ingest.first_load_trial";

void make_trial(pg::Connection& connection, const std::string& relation, const std::string& definition) {
    const std::string trial(kTrial);
    const bool is_key = definition.starts_with("FOREIGN KEY") || definition.starts_with("UNIQUE");
    connection.script(kFindRefused, "create table " + trial + " (like " + relation + ");" +
                                        (is_key ? "alter table " + trial + " add " + definition
                                                : "create index on " + trial + " " + definition));
}

// Adds `count` rows after the first `from`; false, and nothing is added, where one of them is refused.
bool takes(pg::Connection& connection, const std::string& relation, std::int64_t from, std::int64_t count) {
    try {
        pg::Savepoint savepoint(connection);
        connection.query(kFindRefused,
                         "insert into " + std::string(kTrial) + " select * from " + relation +
                             " order by ctid offset $1 limit $2",
                         {from, count});
        savepoint.release();
        return true;
    } catch (const pg::Error& error) {
        if (!pg::is_data_error(error.sqlstate())) throw;
        return false;
    }
}

std::optional<feed::SourcePosition> record_of(pg::Connection& connection, const std::string& relation,
                                              std::int64_t row) {
    const auto found = connection.query(
        kFindRefused,
        "select coalesce((to_jsonb(bad) ->> 'source_generation')::integer, "
        "encounters.source_generation) as generation, coalesce((to_jsonb(bad) ->> 'source_offset')::bigint, "
        "encounters.source_offset) as byte_offset from (select * from " +
            relation +
            " order by ctid offset $1 limit 1) as bad left join ods.encounters as encounters "
            "on encounters.encounter_id = bad.encounter_id",
        {row});
    if (found.empty() || found.only()["generation"].is_null()) return std::nullopt;
    return feed::SourcePosition{found.only()["generation"].integer<std::int32_t>(),
                                found.only()["byte_offset"].integer()};
}

} // namespace

std::optional<feed::SourcePosition> refused_record(pg::Connection& connection, std::string_view relation,
                                                   std::string_view definition) {
    if (relation.empty() || definition.empty() || definition == "PRIMARY KEY") return std::nullopt;
    const std::string table(relation);
    const pg::Savepoint undone(connection);
    make_trial(connection, table, std::string(definition));
    std::int64_t taken = 0;
    std::int64_t rest = connection.query(kFindRefused, "select count(*) from " + table).value().integer();
    if (rest == 0 || takes(connection, table, 0, rest)) return std::nullopt;
    while (rest > 1) {
        const std::int64_t half = rest / 2;
        if (takes(connection, table, taken, half)) {
            taken += half;
            rest -= half;
        } else {
            rest = half;
        }
    }
    return record_of(connection, table, taken);
}

} // namespace padchestd::store
