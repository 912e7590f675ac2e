#include "support/database.h"

#include "pg/migrator.h"
#include "support/cluster.h"
#include "util/hash.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace padchestd::tests {

namespace {

// "template" in ASCII; held while the template is looked for and made.
constexpr std::int64_t kTemplateLock = 0x74656d706c617465;

// Of several `dbname`, libpq takes the last.
std::string conninfo_of(const std::string& server, const std::string& database) {
    return server + " dbname=" + database;
}

// A test's own sessions stay, also where a test sets a timeout of a millisecond for the database: a slow
// machine needs longer than that from the end of the start packet to the first statement.
pg::Connection connect_to(const std::string& conninfo, std::string_view role) {
    pg::SessionOptions options;
    options.conninfo = conninfo + " options='-c idle_session_timeout=0'";
    options.role = role;
    return pg::Connection(options);
}

bool database_exists(pg::Connection& admin, const std::string& name) {
    return !admin.query("look for a database", "select 1 from pg_database where datname = $1", {name})
                .empty();
}

void drop(pg::Connection& admin, const std::string& name) {
    admin.bare_script("drop a test's database", "drop database if exists " + name + " with (force)");
}

// On each of the servers.
void make(const std::string& name, const std::string& options) {
    for (const std::string& server : servers()) {
        pg::Connection admin = connect_to(server, "test admin");
        drop(admin, name);
        admin.bare_script("make a test's database", "create database " + name + " " + options);
    }
}

std::string template_name() {
    std::string all;
    for (const pg::Migration& migration : pg::built_in_migrations()) all += migration.sql;
    return "padchestd_template_" + util::hex(util::content_hash(all));
}

void fill_template(const std::string& name) {
    std::vector<pg::Connection> nodes;
    for (const std::string& server : servers())
        nodes.push_back(connect_to(conninfo_of(server, name), "template"));
    if (nodes.size() > 1) join_nodes(nodes);
    pg::migrate(nodes.front(), pg::built_in_migrations(), "test");
    if (nodes.size() > 1) spread_tables(nodes.front());
}

// Made under another name first, so that a template that exists is complete: the coordinator's has its name
// last.
void make_template(const std::string& name) {
    const std::string draft = "padchestd_draft";
    make(draft, "template template0");
    fill_template(draft);
    auto all = servers();
    for (auto server = all.rbegin(); server != all.rend(); ++server) {
        pg::Connection admin = connect_to(*server, "test admin");
        admin.query("end what is left in the template",
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1",
                    {draft});
        admin.query("name the template", "alter database " + draft + " rename to " + name);
    }
}

std::string ready_template() {
    const std::string name = template_name();
    pg::Connection admin = connect_to(servers().front(), "test admin");
    if (database_exists(admin, name)) return name;
    admin.query("lock the template", "select pg_advisory_lock($1)", {kTemplateLock});
    if (!database_exists(admin, name)) make_template(name);
    admin.query("unlock the template", "select pg_advisory_unlock($1)", {kTemplateLock});
    return name;
}

std::string unique_name() {
    static std::atomic<int> number{0};
    return "padchestd_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
}

} // namespace

Database::Database(Start start)
    : start_(start)
    , name_(unique_name()) {
    reset();
}

Database::~Database() {
    try {
        for (const std::string& server : servers()) {
            pg::Connection admin = connect_to(server, "test admin");
            drop(admin, name_);
        }
    } catch (const std::exception&) { // the server is gone, and the database with it
    }
}

std::string Database::conninfo() const {
    return conninfo_of(servers().front(), name_);
}

pg::Connection Database::connect(std::string_view role) const {
    return connect_to(conninfo(), role);
}

void Database::reset() {
    if (start_ == Start::empty) return make(name_, "template template0");
    make(name_, "template " + ready_template());
    if (servers().size() == 1) return;
    pg::Connection admin = connect_to(servers().front(), "test admin");
    set_as_distributed(admin, name_);
}

void Database::reset_with(const std::string& options) {
    make(name_, "template template0 " + options);
}

LoginRole::LoginRole(const std::string& options)
    : name_(unique_name() + "_role") {
    connect_to(servers().front(), "test admin")
        .script("make a role", "create role " + name_ + " login " + options);
}

LoginRole::~LoginRole() {
    try {
        connect_to(servers().front(), "test admin").script("drop a role", "drop role if exists " + name_);
    } catch (const std::exception&) { // what it owns elsewhere keeps it; the server ends with the tests
    }
}

bool has_pgvector(pg::Connection& connection) {
    return !connection
                .query("look for pgvector", "select 1 from pg_available_extensions where name = 'vector'")
                .empty();
}

std::string keys_and_indexes(pg::Connection& connection) {
    const auto all = connection.query(
        "list keys and indexes",
        "select string_agg(one, E'\\n' order by one) from ("
        " select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) "
        "|| ' ' || convalidated"
        "  from pg_constraint where connamespace = 'ods'::regnamespace"
        " union all select pg_get_indexdef(indexrelid) || ' ' || indisvalid from pg_index"
        "  join pg_class on pg_class.oid = indrelid where relnamespace = "
        "'ods'::regnamespace union all select tgrelid::regclass || ' ' || tgname from pg_trigger "
        "where not tgisinternal) as all_of_them(one)");
    return all.value().string();
}

std::map<std::string, std::string> content(pg::Connection& connection, std::string_view schema,
                                           const std::vector<std::string>& except) {
    const auto tables = connection.query(
        "list tables",
        "select c.relname, string_agg(quote_ident(a.attname), ',' order by a.attnum) as columns "
        "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
        "and (n.nspname <> 'ods' or a.attname <> 'number') "
        "where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition "
        "and not (c.relname || '.' || a.attname) = any ($2::text[]) group by 1",
        {schema, pg::text_array(std::vector<std::string_view>(except.begin(), except.end()))});
    std::map<std::string, std::string> digests;
    for (const pg::Row row : tables) {
        const std::string table = row["relname"].string();
        const auto digest =
            connection.query("digest a table", "select count(*) || ' rows, ' || coalesce(md5(string_agg(d, "
                                               "'' order by d)), '') from (select md5(row(" +
                                                   row["columns"].string() + ")::text) d from " +
                                                   std::string(schema) + "." + table + ") t");
        digests[table] = digest.value().text();
    }
    return digests;
}

} // namespace padchestd::tests
