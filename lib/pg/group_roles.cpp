#include "pg/group_roles.h"

#include "pg/sql.h"

namespace padchestd::pg {

namespace {

void append(std::vector<std::string>& statements, const Result& rows) {
    for (const Row row : rows) statements.push_back(row["statement"].string());
}

std::vector<std::string> grants(Connection& connection, const GroupRoles& roles, bool missing_too) {
    std::vector<std::string> statements;
    append(statements, connection.query("list the rights of the groups", sql::grant_statements,
                                        {roles.ingest, roles.analyst, missing_too}));
    return statements;
}

} // namespace

std::vector<std::string> role_statements(Connection& connection, const GroupRoles& roles) {
    std::vector<std::string> statements;
    append(statements, connection.query("list what the groups lack", sql::role_statements,
                                        {roles.owner, roles.ingest, roles.analyst}));
    for (auto& grant : grants(connection, roles, true)) statements.push_back(std::move(grant));
    return statements;
}

void apply_grants(Connection& connection, const GroupRoles& roles) {
    for (const auto& grant : grants(connection, roles, false))
        connection.script("give the groups their rights", grant);
}

} // namespace padchestd::pg
