#include "pg/fitness.h"

#include "pg/sql.h"

namespace padchestd::pg {

namespace {

void refuse_encoding(const Connection& connection) {
    const std::string encoding = connection.server_encoding();
    if (encoding == "UTF8") return;
    throw Unfit(
        "its encoding is " + encoding + ", not UTF8",
        "make another one by `create database NAME encoding 'UTF8' template template0`, and name it in "
        "postgres.conninfo");
}

void refuse_hidden_rows(Connection& connection) {
    const auto found = connection.query("look for row-level security", sql::hidden_rows);
    if (found.empty()) return;
    const std::string table = found.value().string();
    throw Unfit("row-level security may hide rows of " + table + " from this role",
                "`alter table " + table +
                    " disable row level security` ends it; or `alter role … bypassrls` exempts this role");
}

void refuse_missing_constraints(Connection& connection) {
    const auto role = connection.query("look whether constraints are checked",
                                       "select current_setting('session_replication_role')");
    if (role.value().text() != "replica") return;
    throw Unfit("session_replication_role is replica, so that constraints are not checked",
                "`alter role … reset session_replication_role`, or the same for the database");
}

} // namespace

void refuse_unfit(Connection& connection) {
    refuse_encoding(connection);
    refuse_missing_constraints(connection);
    refuse_hidden_rows(connection);
}

void refuse_unusable_vector(Connection& connection) {
    const auto found = connection.query(
        "look for pgvector", "select format('%I', n.nspname) from pg_extension as e join pg_namespace as n"
                             " on n.oid = e.extnamespace where e.extname = 'vector'"
                             " and not has_schema_privilege(n.oid, 'usage')");
    if (found.empty()) return;
    const std::string home = found.value().string();
    throw Unfit("pgvector is in the schema " + home + ", which this role may not use",
                "`grant usage on schema " + home + " to …`, the role that migrates");
}

} // namespace padchestd::pg
