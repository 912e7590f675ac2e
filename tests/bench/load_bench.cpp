// The load against the limit, in one run on one server: A is COPY of ready rows into the same live tables
// (all keys, foreign keys and indexes), in one transaction; ours is the way from CSV bytes to the same rows,
// with lookups, patients drawn, checkpoint and ledger. Then a tick of 600 records, and the warehouse's
// refresh after it against a full rebuild.
//
//   scripts/with-postgres --durable build/release/load_bench [FEED]
//
// FEED: a PadChest file (its last 600 records are the tick); without it, a made-up feed of 50,000 encounters.

#include "feed/tailer.h"
#include "ingest/database.h"
#include "ingest/feed_run.h"
#include "ingest/session_settings.h"
#include "ingest/state_mirror.h"
#include "pg/transaction.h"
#include "simulator/feed.h"
#include "store/first_load.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "warehouse/refresh.h"

#include <cstdio>
#include <deque>
#include <fstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr std::size_t kTick = 600;

// In the order in which foreign keys allow them to be filled.
constexpr const char* kTables[] = {"encounters", "procedures", "reports", "encounter_diagnoses",
                                   "encounter_localizations"};

template<typename Work>
double seconds(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Splits a feed into its beginning and its last kTick records.
struct Feed {
    std::string beginning, tick;
};

Feed made_up_feed() {
    simulator::FeedOptions options;
    options.encounters = 50'000;
    options.images_per_study = 1.463; // the real feed's
    simulator::FeedGenerator generator(options);
    Feed feed{std::string(simulator::FeedGenerator::header()), ""};
    std::deque<std::string> last;
    for (std::string record; generator.next(record);) {
        last.push_back(record);
        if (last.size() <= kTick) continue;
        feed.beginning += last.front();
        last.pop_front();
    }
    for (const auto& record : last) feed.tick += record;
    return feed;
}

Feed real_feed_of(const char* path) {
    feed::Tailer tailer(path, {});
    if (!tailer.open()) throw std::runtime_error("no feed there");
    std::deque<std::uint64_t> starts;
    for (auto batch = tailer.read(tailer.first_record()); !batch.records.empty();
         batch = tailer.read(batch.end)) {
        for (const auto& record : batch.records) starts.push_back(record.start.byte_offset);
        while (starts.size() > kTick) starts.pop_front();
    }
    std::ifstream file(path, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(file), {}};
    return {all.substr(0, starts.front()), all.substr(starts.front())};
}

// The load alone: no refresh, no page.
void load(IngestRig& rig) {
    ingest::WriterSession session(ingest::session_options(rig.settings.postgres, "bench"));
    ingest::prepare_database(session.connection(), rig.settings, padchest_mapping(), rig.clock);
    ingest::FeedState feed(rig.settings, padchest_mapping());
    const auto report = ingest::FeedRun(feed, session, rig.settings, rig.clock).run({}, {}).counts;
    static_cast<void>(store::end_first_load(session.connection(), nullptr));
    std::printf("  %lld records, %lld rows written\n", static_cast<long long>(report.records),
                static_cast<long long>(report.inserted + report.updated));
}

// Ready rows out to files of the server's, the tables emptied, and in again in one transaction.
double copy_ready_rows(IngestRig& rig) {
    auto& sql = rig.sql();
    const std::string folder = rig.value("show data_directory") + "/padchestd_bench_";
    std::string in = "begin;";
    for (const std::string table : kTables) {
        sql.script("write ready rows", "copy ods." + table + " to '" + folder + table + "'");
        in += "copy ods." + table + " from '" + folder + table + "';";
    }
    sql.script("empty the store",
               "truncate ods.encounters, ods.procedures, ods.reports, ods.encounter_diagnoses, "
               "ods.encounter_localizations, ods.findings");
    sql.script("write out", "checkpoint");
    return seconds([&] { sql.bare_script("copy ready rows", in + "commit"); });
}

} // namespace

int main(int count, char** words) {
    const Feed feed = count > 1 ? real_feed_of(words[1]) : made_up_feed();
    IngestRig rig;
    rig.settings.patients.count = 5'000;
    rig.replace(feed.beginning);
    { // migrations and patients are not the load
        auto connection = rig.database.connect();
        ingest::prepare_database(connection, rig.settings, padchest_mapping(), rig.clock);
        connection.script("write out", "checkpoint");
    }
    const double ours = seconds([&] { load(rig); });
    const double limit = copy_ready_rows(rig);
    std::printf("first load: ours %.2f s, A (COPY of ready rows, live tables) %.2f s, ratio %.2f\n", ours,
                limit, ours / limit);

    auto connection = rig.database.connect();
    warehouse::refresh(connection, rig.clock);
    const double full = seconds([&] { warehouse::refresh_full(connection, rig.clock); });
    rig.append(feed.tick);
    const double tick = seconds([&] { load(rig); });
    const double refresh = seconds([&] { warehouse::refresh(connection, rig.clock); });
    std::printf("tick of %zu records: load %.3f s (connecting included), refresh %.3f s; full rebuild %.2f "
                "s, ratio %.3f\n",
                kTick, tick, refresh, full, refresh / full);
}
