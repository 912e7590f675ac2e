#include "operation/server_check.h"

#include "operation/sql.h"
#include "pg/migrator.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace padchestd::operation {

namespace {

using util::ExitCode;
using Findings = std::vector<Finding>;

// The tests run on 15 and 16, the package's on 15 and 17.
constexpr int kOldestVersion = 150'000;

struct Setting {
    std::string value, unit;

    [[nodiscard]] double number() const { return std::stod(value); }
    [[nodiscard]] double bytes() const {
        if (unit == "8kB") return number() * 8192;
        if (unit == "MB") return number() * 1048576;
        return number() * 1024;
    }
};
using ServerSettings = std::map<std::string, Setting>;

ServerSettings read_settings(pg::Connection& connection) {
    ServerSettings settings;
    const auto rows = connection.query("read the server's settings", sql::server_settings);
    for (const pg::Row row : rows)
        settings[row["name"].string()] = {row["setting"].string(),
                                          row["unit"].optional_string().value_or("")};
    return settings;
}

void check_version(pg::Connection& connection, Findings& found) {
    const auto text = "PostgreSQL " + std::to_string(connection.server_version() / 10'000);
    if (connection.server_version() >= kOldestVersion)
        found.push_back({Verdict::good, text, ""});
    else
        found.push_back(
            {Verdict::doubtful, text + " is older than what is tested", "upgrade it to 15 or later"});
}

// What has to be so.
void check_needs(const ServerSettings& server, Findings& found) {
    const auto& encoding = server.at("server_encoding").value;
    if (encoding == "UTF8")
        found.push_back({Verdict::good, "the database's encoding is UTF8", ""});
    else
        found.push_back({Verdict::wrong, "the database's encoding is " + encoding + ", not UTF8",
                         "make another one: create database … encoding 'UTF8' template template0"});
    if (server.at("default_transaction_read_only").value == "on")
        found.push_back({Verdict::wrong, "sessions of this role are read only",
                         "alter role … set default_transaction_read_only = off", ExitCode::permission});
}

// What keeps acknowledged rows over a crash of the machine.
void check_durability(const ServerSettings& server, Findings& found) {
    bool durable = true;
    for (const char* const name : {"fsync", "full_page_writes", "synchronous_commit"}) {
        if (server.at(name).value != "off") continue;
        durable = false;
        found.push_back({Verdict::doubtful,
                         std::string(name) + " is off: a crash of the server's machine can lose rows",
                         std::string("alter system set ") + name + " = on, and reload the server"});
    }
    if (durable) found.push_back({Verdict::good, "what the server acknowledges is on its disk", ""});
}

void check_comfort(const ServerSettings& server, Findings& found) {
    if (server.at("autovacuum").value == "off")
        found.push_back({Verdict::doubtful, "autovacuum is off: tables and indexes grow without bound",
                         "alter system set autovacuum = on"});
    if (server.at("shared_buffers").bytes() < 128.0 * 1048576)
        found.push_back({Verdict::doubtful, "shared_buffers is below 128 MB",
                         "alter system set shared_buffers = '256MB' (needs a restart)"});
    if (server.at("max_wal_size").bytes() < 1024.0 * 1048576)
        found.push_back({Verdict::doubtful, "max_wal_size is below 1 GB: a first load makes many checkpoints",
                         "alter system set max_wal_size = '4GB'"});
    const auto idle = server.at("idle_in_transaction_session_timeout").number();
    if (idle > 0 && idle < 60'000)
        found.push_back(
            {Verdict::doubtful,
             "idle_in_transaction_session_timeout is below a minute: a slow disk of the feed ends a batch",
             "alter role … set idle_in_transaction_session_timeout = '5min'"});
}

// A batch meets each index at random places (docs/performance.md, "Ticks on larger stores").
void check_cache(pg::Connection& connection, const ServerSettings& server, Findings& found) {
    constexpr double kMegabyte = 1048576;
    constexpr double kRoom = 1.25; // for what grows, and for the tables' last pages
    const double cache = server.at("shared_buffers").bytes();
    const double indexes =
        connection
            .query("measure the indexes",
                   "select coalesce(sum(pg_relation_size(oid)), 0)::double precision from pg_class where "
                   "relkind "
                   "= 'i' and relnamespace in (to_regnamespace('ods'), to_regnamespace('dwh'))")
            .value()
            .number();
    if (indexes <= cache) return;
    const auto megabytes = [](double bytes) {
        return std::to_string(std::llround(bytes / kMegabyte)) + " MB";
    };
    found.push_back({Verdict::doubtful,
                     "the indexes take " + megabytes(indexes) + ", and shared_buffers is " +
                         megabytes(cache) +
                         ": each batch reads what it meets of them from outside of the server's cache",
                     "alter system set shared_buffers = '" + megabytes(indexes * kRoom) +
                         "', as far as the machine's memory allows (needs a restart)"});
}

// What the server's log gets of a row that it refuses (pg/pinned_settings), and of statements that it logs.
void check_log(const ServerSettings& server, Findings& found) {
    const auto is = [&](const char* name, std::string_view value) {
        const auto setting = server.find(name);
        return setting != server.end() && setting->second.value == value;
    };
    const bool no_errors =
        is("log_min_messages", "log") || is("log_min_messages", "fatal") || is("log_min_messages", "panic");
    if (no_errors && is("log_error_verbosity", "terse") && is("log_parameter_max_length", "0"))
        found.push_back({Verdict::good, "the server's log gets no value of a row that it refuses", ""});
    else
        found.push_back({Verdict::doubtful, "the server's log gets the values of a row that it refuses",
                         "grant set on parameter log_min_messages, log_error_verbosity, "
                         "log_parameter_max_length to …, and restart padchestd; `padchestd init --print-sql` "
                         "shows it"});
    const auto plans = server.find("auto_explain.log_min_duration");
    if (plans != server.end() && plans->second.value != "-1")
        found.push_back({Verdict::doubtful, "auto_explain logs plans, with values of rows in them",
                         "alter role … set auto_explain.log_min_duration = -1"});
    if (is("pgaudit.log_parameter", "on"))
        found.push_back({Verdict::doubtful, "pgaudit logs statements with their parameters: values of rows",
                         "alter role … set pgaudit.log_parameter = off"});
}

void check_facts(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock,
                 bool needs_create, Findings& found) {
    const auto rows = connection.query("look at the server", sql::server_facts);
    const pg::Row facts = rows.only();
    if (facts["is_standby"].boolean())
        found.push_back({Verdict::wrong, "the server is a standby, and takes no rows",
                         "name the primary in postgres.conninfo, or target_session_attrs=read-write"});
    if (needs_create && !facts["may_create"].boolean())
        found.push_back({Verdict::wrong, "this role may not make schemas in the database",
                         "grant create on database … to …; `padchestd init --print-sql` shows all of it",
                         ExitCode::permission});
    const double now = std::chrono::duration<double>(clock.now().time_since_epoch()).count();
    const double skew = std::abs(facts["clock"].number() - now);
    const double most = std::chrono::duration<double>(settings.alarms.clock_skew).count();
    if (most > 0 && skew > most)
        found.push_back({Verdict::wrong,
                         "the clocks of this machine and of the server's differ by " +
                             std::to_string(std::llround(skew)) + " s",
                         "synchronize the time on both (timedatectl set-ntp true)"});
    else
        found.push_back({Verdict::good, "the clocks of this machine and of the server's agree", ""});
    if (!facts["offers_vector"].boolean() && !facts["has_vector"].boolean())
        found.push_back({Verdict::doubtful,
                         "the server has no pgvector: reports cannot be searched by meaning",
                         "install postgresql-NN-pgvector on the server"});
    if (facts["is_plain"].boolean() && facts["is_remote"].boolean())
        found.push_back({Verdict::doubtful, "the connection goes over a network without TLS",
                         "add sslmode=verify-full to postgres.conninfo"});
}

// Whether something is still to be made in the database.
bool check_schema(pg::Connection& connection, Findings& found) {
    const auto migrations = pg::migration_status(connection, pg::built_in_migrations());
    const auto count = [&](auto... states) {
        return std::count_if(migrations.begin(), migrations.end(),
                             [&](const auto& migration) { return ((migration.state == states) || ...); });
    };
    using State = pg::MigrationState;
    if (count(State::altered, State::unknown, State::incomplete) > 0)
        found.push_back({Verdict::wrong, "the database's schema is not this program's",
                         "look at `padchestd migrate --status`"});
    const auto pending = count(State::pending);
    if (pending > 0)
        found.push_back(
            {Verdict::good, std::to_string(pending) + " migrations will be applied at the start", ""});
    else
        found.push_back({Verdict::good, "the database's schema is this program's", ""});
    return pending > 0;
}

} // namespace

std::vector<Finding> check_server(pg::Connection& connection, const config::Settings& settings,
                                  const util::Clock& clock) {
    Findings found;
    const auto server = read_settings(connection);
    check_version(connection, found);
    check_needs(server, found);
    check_facts(connection, settings, clock, check_schema(connection, found), found);
    check_durability(server, found);
    check_comfort(server, found);
    check_cache(connection, server, found);
    check_log(server, found);
    return found;
}

} // namespace padchestd::operation
