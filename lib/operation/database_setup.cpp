#include "operation/database_setup.h"

#include "util/failure.h"

#include <algorithm>
#include <optional>

namespace padchestd::operation {

namespace {

bool is_plain(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && name.size() < 64 && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

std::string role_sql(const SetupNames& names) {
    return "create role " + names.role + " login";
}

std::string database_sql(const SetupNames& names) {
    return "create database " + names.database + " owner " + names.role +
           " encoding 'UTF8' template template0";
}

std::string log_sql(const SetupNames& names) {
    return "grant set on parameter log_min_messages, log_error_verbosity, log_parameter_max_length to " +
           names.role;
}

constexpr const char* kExtensionSql = "create extension if not exists vector";

pg::Connection session(std::string conninfo) {
    pg::SessionOptions options;
    options.conninfo = std::move(conninfo);
    options.role = "init";
    return pg::Connection(std::move(options));
}

SetupStep make(pg::Connection& connection, std::string sql, const char* look_sql, const std::string& name) {
    SetupStep step{std::move(sql), StepEnd::refused, ""};
    try {
        if (!connection.query("look what is there", look_sql, {name}).empty()) {
            step.end = StepEnd::was_there;
            return step;
        }
        connection.bare_script("make what is missing", step.sql);
        step.end = StepEnd::made;
    } catch (const util::Failure& failure) {
        step.problem = failure.what();
    }
    return step;
}

} // namespace

void check_names(const SetupNames& names) {
    for (const auto& name : {names.role, names.database}) {
        if (is_plain(name)) continue;
        throw util::Failure("cannot use the name '" + name + "' for a role or a database",
                            "use lower-case letters, digits and _ only", util::ExitCode::usage);
    }
}

std::string setup_sql(const SetupNames& names) {
    const auto made_where = [](const std::string& statement, const std::string& condition) {
        return "select $$" + statement + "$$ " + condition + " \\gexec\n"; // a plain name has no $
    };
    return made_where(role_sql(names),
                      "where not exists (select from pg_roles where rolname = '" + names.role + "')") +
           made_where(database_sql(names),
                      "where not exists (select from pg_database where datname = '" + names.database + "')") +
           log_sql(names) + ";\n\\connect " + names.database + "\n" +
           made_where(kExtensionSql, "from pg_available_extensions where name = 'vector'");
}

std::vector<SetupStep> set_up_database(const std::string& admin_conninfo, const SetupNames& names) {
    std::vector<SetupStep> steps;
    std::optional<pg::Connection> connection;
    try {
        connection.emplace(session(admin_conninfo));
    } catch (const util::Failure& failure) {
        for (const auto& sql :
             {role_sql(names), database_sql(names), log_sql(names), std::string(kExtensionSql)})
            steps.push_back({sql, StepEnd::refused, failure.what()});
        return steps;
    }
    steps.push_back(
        make(*connection, role_sql(names), "select from pg_roles where rolname = $1", names.role));
    steps.push_back(
        make(*connection, database_sql(names), "select from pg_database where datname = $1", names.database));
    steps.push_back(make(*connection, log_sql(names),
                         "select where has_parameter_privilege($1, 'log_min_messages', 'set')"
                         " and has_parameter_privilege($1, 'log_error_verbosity', 'set')"
                         " and has_parameter_privilege($1, 'log_parameter_max_length', 'set')",
                         names.role));
    SetupStep extension{kExtensionSql, StepEnd::refused, ""};
    try {
        auto inside = session(admin_conninfo + " dbname=" + names.database);
        extension = make(inside, kExtensionSql, "select from pg_extension where extname = $1", "vector");
    } catch (const util::Failure& failure) {
        extension.problem = failure.what();
    }
    steps.push_back(std::move(extension));
    return steps;
}

} // namespace padchestd::operation
