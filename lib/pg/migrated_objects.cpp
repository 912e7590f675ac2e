#include "pg/migrated_objects.h"

#include <algorithm>
#include <array>

namespace padchestd::pg {

std::vector<std::string> objects_of(std::string_view sql) {
    constexpr std::array<std::string_view, 2> kBeginnings = {"create table ", "create view "};
    std::vector<std::string> names;
    while (!sql.empty()) {
        const std::string_view line = sql.substr(0, sql.find('\n'));
        sql.remove_prefix(std::min(line.size() + 1, sql.size()));
        for (const std::string_view beginning : kBeginnings) {
            if (!line.starts_with(beginning)) continue;
            const std::string_view rest = line.substr(beginning.size());
            names.emplace_back(rest.substr(0, rest.find_first_of(" (")));
        }
    }
    return names;
}

// By the catalog: to_regclass fails for a role that has no right on the schema.
std::vector<std::string> missing_of(Connection& connection, const std::vector<std::string>& names) {
    const auto rows =
        connection.query("look for what the migrations made",
                         "select name from unnest($1::text[]) with ordinality as object(name, place)"
                         " where not exists (select from pg_class as c join pg_namespace as n on n.oid = "
                         "c.relnamespace where n.nspname || '.' || c.relname = name) order by place",
                         {text_array(std::vector<std::string_view>(names.begin(), names.end()))});
    std::vector<std::string> missing;
    missing.reserve(rows.size());
    for (const Row row : rows) missing.push_back(row["name"].string());
    return missing;
}

} // namespace padchestd::pg
