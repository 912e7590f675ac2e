#include "omop/cdm_tables.h"

#include "omop/sql.h"
#include "pg/transaction.h"
#include "util/failure.h"

#include <algorithm>
#include <array>
#include <string_view>

// NOLINTBEGIN(modernize-avoid-c-arrays, readability-identifier-naming): the assembler gives these symbols
// (cmake/embed.cmake), as arrays without a size.
extern "C" {
extern const char padchestd_omop_rules_begin[];
extern const char padchestd_omop_rules_end[];
}
// NOLINTEND(modernize-avoid-c-arrays, readability-identifier-naming)

namespace padchestd::omop {

namespace {

constexpr std::array<std::string_view, 5> kOwnSchemas = {"ods", "ingest", "dwh", "analytics", "omop"};

std::string rules() {
    return {padchestd_omop_rules_begin,
            static_cast<std::size_t>(padchestd_omop_rules_end - padchestd_omop_rules_begin)};
}

void refuse_own(const std::string& schema) {
    if (std::find(kOwnSchemas.begin(), kOwnSchemas.end(), schema) == kOwnSchemas.end()) return;
    throw util::Failure("cannot fill tables in the schema " + schema + ": it is the program's own",
                        "give another one, such as --schema cdm", util::ExitCode::usage);
}

void refuse_obstacles(pg::Connection& connection, const std::string& schema) {
    const auto rows = connection.query("look at the tables of " + schema, sql::cdm_obstacles, {schema});
    if (rows.empty()) return;
    std::string names;
    for (const pg::Row row : rows) names += (names.empty() ? "" : ", ") + row["name"].string();
    throw util::Failure("cannot fill tables in the schema " + schema +
                            ": what is there has other columns than the CDM's tables: " + names,
                        "is it another version's? Give a schema of its own, or drop them",
                        util::ExitCode::cannot_create);
}

} // namespace

std::vector<TableRows> materialize(pg::Connection& connection, const std::string& schema) {
    refuse_own(schema);
    pg::Transaction transaction(connection, pg::Isolation::repeatable_read);
    refuse_obstacles(connection, schema);
    const auto steps =
        connection.query("list the tables of the schema omop", sql::cdm_statements, {schema, rules()});
    std::vector<TableRows> filled;
    for (const pg::Row step : steps) {
        const auto phase = step["phase"].text();
        const auto name = step["name"].string();
        const auto done = connection.query(
            std::string(phase) + " " + schema + (name.empty() ? "" : "." + name), step["statement"].text());
        if (phase == "fill") filled.push_back({name, done.affected()});
    }
    transaction.commit();
    return filled;
}

} // namespace padchestd::omop
