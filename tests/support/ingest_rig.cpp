#include "support/ingest_rig.h"

#include "pg/error.h"
#include "support/mappings.h"

#include <stdexcept>
#include <thread>

namespace padchestd::tests {

namespace {

constexpr std::string_view kSecret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

} // namespace

IngestRig::IngestRig(Start start)
    : database(start)
    , sql_(std::make_unique<pg::Connection>(database.connect("rig"))) {
    settings.feed.path = folder / "feed.csv";
    settings.postgres.conninfo = database.conninfo();
    settings.state.file = folder / "pipeline_state.json";
    settings.state.heartbeat = folder / "heartbeat.json";
    settings.alarms.clock_skew = {}; // the rig's clock is not the database's
    settings.quality.every = {};     // the checks have tests of their own
    settings.verify.every = {};      // so has the proof in parts
    settings.patients.count = 50;
    settings.patients.secret_file = folder / "secret";
    write_file(settings.patients.secret_file, kSecret);
}

ingest::CycleReport IngestRig::cycle() {
    if (running_ == nullptr)
        running_ = std::make_unique<ingest::Cycle>(settings, mappings(), clock, ingest::CycleHooks{});
    clock.advance(std::chrono::minutes(1));
    return running_->run({});
}

void IngestRig::settle() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    std::string problem;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto report = cycle();
        if (report.state == ingest::CycleState::idle) return;
        problem = report.problem ? report.problem->what : "";
        if (report.state != ingest::CycleState::worked)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("the daemon did not come to rest: " + problem);
}

void IngestRig::restart() {
    if (running_ == nullptr) return;
    const auto before = writers();
    running_.reset();
    // The server ends a session, and gives its lock free, some time after its client has gone. Behind a
    // pooler it does not end it at all.
    for (int tries = 0; before > 0 && writers() == before && tries < 500; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

// 0 where nobody can tell: the server is away.
long long IngestRig::writers() {
    if (sql_ == nullptr || sql_->broken()) return 0;
    try {
        return number("select count(*) from pg_stat_activity where application_name = 'padchestd writer' and "
                      "datname = current_database()");
    } catch (const pg::Error&) {
        return 0;
    }
}

std::string IngestRig::value(const std::string& sql) {
    const auto rows = sql_->query("read for a test", sql);
    return rows.empty() ? "" : rows.front()[rows.columns().front()].optional_string().value_or("");
}

std::map<std::string, std::string> IngestRig::store_content() {
    return content(*sql_, "ods",
                   {"encounters.updated_at", "procedures.updated_at", "reports.updated_at",
                    "findings.updated_at", "patients.created_at"});
}

std::map<std::string, std::string> IngestRig::row_versions(const std::vector<std::string>& schemas) {
    std::map<std::string, std::string> versions;
    for (const std::string& schema : schemas) {
        const auto tables = sql_->query(
            "list tables",
            "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1",
            {schema});
        for (const pg::Row row : tables) {
            const std::string table = row["name"].string();
            versions[table] = value(
                "select md5(string_agg(concat_ws(' ', ctid, xmin), ',' order by ctid, xmin::text)) from " +
                table);
        }
    }
    return versions;
}

} // namespace padchestd::tests
