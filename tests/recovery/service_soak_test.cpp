// The program at sixty times the usual rate, for two minutes (PADCHESTD_SOAK_MINUTES: for longer; under a
// sanitizer, which slows it, at thirty times for 30 s): what it holds of the machine and of the database's
// disk is the same in the last third of the time as in the second.

#include "recovery/small_studies.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"
#include "support/resources.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using std::chrono::seconds;

constexpr auto kInterval = seconds(sanitized() ? 2 : 1);
constexpr int kStudies = 2000; // corrected again and again, so that the live rows stay as many

// What must not grow. The ledger's tables grow by a line a batch, and are not looked at.
struct Sample {
    std::int64_t resident_kib, descriptors, table_bytes, index_bytes;
};

int soak_seconds() {
    if (sanitized()) return 30;
    const char* minutes = std::getenv("PADCHESTD_SOAK_MINUTES");
    return 60 * (minutes == nullptr ? 2 : std::max(1, std::atoi(minutes)));
}

// A server that vacuums as often, measured by ticks, as one in use.
struct QuickVacuum {
    QuickVacuum() {
        Database database(Start::empty);
        auto sql = database.connect();
        sql.bare_script("set a test's server", "alter system set autovacuum_naptime = '1s'");
        sql.bare_script("set a test's server", "select pg_reload_conf()");
    }
    PrivateServer server;
};

Sample sample(IngestRig& rig, pid_t daemon) {
    const std::string of_relations = "select coalesce(sum(pg_relation_size(c.oid)), 0)::bigint from pg_class "
                                     "c join pg_namespace n on n.oid "
                                     "= relnamespace where nspname in ('ods', 'dwh') and relkind = ";
    return {resident_kib(daemon), open_descriptors(daemon), rig.number(of_relations + "'r'"),
            rig.number(of_relations + "'i'")};
}

// The median of a figure in a third of the samples.
std::int64_t median(const std::vector<Sample>& samples, int third, std::int64_t Sample::*figure) {
    std::vector<std::int64_t> values;
    const auto size = samples.size() / 3;
    for (std::size_t i = size * static_cast<std::size_t>(third);
         i < size * (static_cast<std::size_t>(third) + 1); ++i)
        values.push_back(samples[i].*figure);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(size / 2), values.end());
    return values[size / 2];
}

// The fewest descriptors in a third of the samples: those of a tick that is under way come and go.
std::int64_t least_descriptors(const std::vector<Sample>& samples, std::size_t third) {
    const auto size = samples.size() / 3;
    std::int64_t least = samples[size * third].descriptors;
    for (std::size_t i = size * third; i < size * (third + 1); ++i)
        least = std::min(least, samples[i].descriptors);
    return least;
}

// By how much the last third holds more than the second, in parts of a thousand.
std::int64_t growth(const std::vector<Sample>& samples, std::int64_t Sample::*figure) {
    const auto before = median(samples, 1, figure);
    return (median(samples, 2, figure) - before) * 1000 / std::max<std::int64_t>(before, 1);
}

// How far, in milliseconds, the ticks of the last third are from where those of the first third lead. Only
// those after batch $1.
std::int64_t drift_ms(IngestRig& rig, const std::string& after) {
    const auto ms = std::to_string(std::chrono::milliseconds(kInterval).count());
    return rig.number(
        "with tick as (select extract(epoch from committed_at) * 1000 as at, ntile(3) over (order by "
        "batch_id) "
        "as third from ingest.batches where batch_id > " +
        after +
        "), phase as (select third, percentile_cont(0.5) within group (order by mod(tick.at - first.at + " +
        ms + " / 2, " + ms +
        ")) as ms from tick, (select min(at) as at from tick) first group by third) "
        "select abs(l.ms - f.ms)::bigint from phase f, phase l where f.third = 1 and l.third = 3");
}

// Until the first load is over, and the warehouse built.
void wait_for_first_load(IngestRig& rig) {
    const auto patience = std::chrono::steady_clock::now() + seconds(60);
    while (rig.value("select encounters from ingest.warehouse_state where rebuilt_at is not null") !=
           std::to_string(kStudies)) {
        REQUIRE(std::chrono::steady_clock::now() < patience);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void grow_feed(const IngestRig& rig, int round) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += study((round * 20 + i) % kStudies, {.report = " texto " + std::to_string(round) + " ."});
    rig.append(text);
}

// A point half-way between two ticks. What is appended just as a tick reads is the tick's own or the next
// one's, by chance: every other tick could find nothing.
std::chrono::steady_clock::time_point between_ticks(IngestRig& rig) {
    const std::string last = "select max(batch_id) from ingest.batches";
    const auto before = rig.value(last);
    rig.append(study(0, {.report = " un texto ."}));
    const auto patience = std::chrono::steady_clock::now() + seconds(60);
    while (rig.value(last) == before) {
        REQUIRE(std::chrono::steady_clock::now() < patience);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(kInterval) / 2;
}

} // namespace

TEST_CASE("at sixty times the usual rate memory, descriptors, tables, indexes and timer stay as they are") {
    QuickVacuum vacuum;
    IngestRig rig;
    rig.settings.schedule.interval = kInterval;
    rig.settings.dashboard.file = rig.folder / "dashboard.html";
    write_file(rig.folder / "log", "");
    rig.replace(feed_header() + studies(0, kStudies));
    RunningProgram daemon({"run"}, environment_of(rig.settings), (rig.folder / "log").string());
    wait_for_first_load(rig);
    const auto begin = between_ticks(rig);
    const auto loaded = rig.value("select max(batch_id) from ingest.batches");
    std::vector<Sample> samples;
    for (int second = 0; second < soak_seconds(); ++second) {
        std::this_thread::sleep_until(begin + seconds(second));
        grow_feed(rig, second);
        samples.push_back(sample(rig, daemon.process()));
    }
    daemon.signal(SIGTERM);
    CHECK(daemon.wait(seconds(10)) == 0);

    const auto ticks = rig.number("select count(*) from ingest.batches where batch_id > " + loaded);
    const auto due = soak_seconds() / kInterval.count();
    const auto memory = growth(samples, &Sample::resident_kib);
    const auto tables = growth(samples, &Sample::table_bytes);
    const auto indexes = growth(samples, &Sample::index_bytes);
    const auto drift = drift_ms(rig, loaded);
    std::cout << ticks << " ticks: resident memory " << samples.back().resident_kib << " KiB, grown by "
              << memory << "/1000 from the second third to the last; tables " << samples.back().table_bytes
              << " bytes, " << tables << "/1000; indexes " << samples.back().index_bytes << " bytes, "
              << indexes << "/1000; " << least_descriptors(samples, 2)
              << " descriptors between ticks; timer moved by " << drift << " ms\n";
    CHECK(ticks >= due * 9 / 10);
    CHECK((memory <= 20 || sanitized()));
    CHECK(least_descriptors(samples, 2) <= least_descriptors(samples, 1));
    CHECK(tables <= 50);
    CHECK(indexes <= 50);
    CHECK(drift <= 50);
    note_proof("ticks at sixty times the usual rate", ticks,
               "memory, descriptors, size of tables and indexes flat; the timer does not drift");
}
