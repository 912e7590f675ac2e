// Report vectors in the database, on the real feed: what a model costs a daemon that catches up in batches of
// 10,000, its memory, and the vector index against an exact scan, with the bars that they must reach. Ends
// with 1 where one is missed. Without the real feed (PADCHESTD_REAL_FEED, scripts/fetch-padchest) it prints
// `skipped: …`. Never prints anything of a row.
//
//   scripts/with-postgres --durable build/release/text_store_bench

#include "feed/tailer.h"
#include "ingest/database.h"
#include "ingest/feed_run.h"
#include "ingest/session_settings.h"
#include "store/first_load.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/resources.h"
#include "text_store/floats.h"
#include "text_store/maintenance.h"
#include "text_store/nearest.h"
#include "text_store/vector_index.h"
#include "warehouse/refresh.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <vector>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr std::size_t kBatch = 10'000;
constexpr std::size_t kBeginning = 20'000; // records that are there before anybody catches up
constexpr std::size_t kTick = 600;
constexpr int kQueries = 200;
constexpr std::size_t kNearest = 20;
constexpr double kTie = 1e-6;

bool missed = false;

void bar(const char* name, double value, double bound, bool at_least = true) {
    const bool reached = at_least ? value >= bound : value <= bound;
    missed = missed || !reached;
    std::printf("%-58s %8.3f  bar %s %g: %s\n", name, value, at_least ? ">=" : "<=", bound,
                reached ? "reached" : "MISSED");
}

template<typename Work>
double seconds(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The feed in pieces: its beginning, batches, and the last records as a tick.
std::vector<std::string> pieces_of(const std::filesystem::path& path) {
    feed::Tailer tailer(path, {});
    if (!tailer.open()) throw std::runtime_error("no feed there");
    std::vector<std::uint64_t> starts;
    for (auto batch = tailer.read(tailer.first_record()); !batch.records.empty();
         batch = tailer.read(batch.end))
        for (const auto& record : batch.records) starts.push_back(record.start.byte_offset);
    std::ifstream file(path, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::uint64_t> cuts = {0};
    for (std::size_t at = kBeginning; at + kTick < starts.size(); at += kBatch) cuts.push_back(starts[at]);
    cuts.push_back(starts[starts.size() - kTick]);
    cuts.push_back(all.size());
    std::vector<std::string> pieces;
    for (std::size_t i = 1; i < cuts.size(); ++i)
        pieces.push_back(all.substr(cuts[i - 1], cuts[i] - cuts[i - 1]));
    return pieces;
}

// A daemon that loads and does nothing else, with a session that it keeps.
class Loader {
  public:
    Loader() {
        rig.settings.patients.count = 5'000;
        rig.settings.ingest.batch_rows = kBatch;
        session =
            std::make_unique<ingest::WriterSession>(ingest::session_options(rig.settings.postgres, "bench"));
        ingest::prepare_database(session->connection(), rig.settings, padchest_mapping(), rig.clock);
        feed = std::make_unique<ingest::FeedState>(rig.settings, padchest_mapping());
    }
    // The seconds that the load of `piece` takes.
    double load(const std::string& piece) {
        rig.append(piece);
        rig.clock.advance(std::chrono::minutes(1));
        return seconds([&] {
            const auto report = ingest::FeedRun(*feed, *session, rig.settings, rig.clock).run({}, {});
            if (report.problem) throw util::Failure(*report.problem);
        });
    }
    void begin(const std::string& piece) {
        load(piece);
        static_cast<void>(store::end_first_load(session->connection(), nullptr));
    }
    text_store::Upkeep fit() {
        auto connection = rig.database.connect("text");
        text_store::UpkeepOptions options;
        options.force_fit = true;
        options.index = false;
        return text_store::keep_up(connection, options, rig.clock);
    }

    IngestRig rig;
    std::unique_ptr<ingest::WriterSession> session;
    std::unique_ptr<ingest::FeedState> feed;
};

// Both load the same pieces in turn, so that a busy machine hinders both alike.
void catch_up(Loader& without, Loader& with, const std::vector<std::string>& pieces) {
    without.begin(pieces.front());
    with.begin(pieces.front());
    with.fit();
    double plain = 0;
    double embedding = 0;
    for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
        const bool first = i % 2 == 0; // in turn, too
        if (first) embedding += with.load(pieces[i]);
        plain += without.load(pieces[i]);
        if (!first) embedding += with.load(pieces[i]);
    }
    std::printf("catching up in %zu batches of %zu: %.1f s without a model, %.1f s with one\n",
                pieces.size() - 2, kBatch, plain, embedding);
    bar("throughput with a model, of that without", plain / embedding, 0.85);
}

// Of children. What a child inherits at its start counts too: this program must hold less than it measures.
void measure_memory(Loader& loader, const std::string& tick) {
    loader.feed.reset();
    loader.session.reset();
    const auto environment = environment_of(loader.rig.settings);
    ::malloc_trim(0);
    std::printf("this program holds %.0f MiB when it starts a child\n",
                static_cast<double>(resident_kib()) / 1024);
    loader.rig.append(tick);
    const auto cycle = run_program({"ingest", "--once"}, environment);
    if (cycle.exit_code != 0) throw std::runtime_error("a tick failed");
    bar("memory of a tick of 600 records with a model, MiB", static_cast<double>(cycle.peak_rss_kib) / 1024,
        64, false);
    const auto fit = run_program({"text", "fit"}, environment);
    if (fit.exit_code != 0) throw std::runtime_error("a fit failed");
    std::printf("%s", fit.output.c_str());
    bar("memory of a fit, the whole program, MiB", static_cast<double>(fit.peak_rss_kib) / 1024, 160, false);
}

text::Embedding embedding_of(pg::Connection& connection, const std::string& encounter) {
    const auto row =
        connection.query("read a vector",
                         "select array_send(embedding::real[]) from ods.reports where encounter_id = $1 and"
                         " embedding is not null limit 1",
                         {encounter});
    const auto values = text_store::floats_of_array(row.value().text());
    text::Embedding embedding{};
    std::copy(values.begin(), values.end(), embedding.begin());
    return embedding;
}

// Neighbours as near as the exact scan's last one are right, whichever of many equal texts they are.
double recall(const std::vector<text_store::Near>& found, const std::vector<text_store::Near>& exact) {
    const double last = exact.back().cosine - kTie;
    const auto right =
        std::count_if(found.begin(), found.end(), [&](const auto& one) { return one.cosine >= last; });
    return static_cast<double>(right) / static_cast<double>(exact.size());
}

void measure_index(Loader& loader) {
    auto connection = loader.rig.database.connect("text");
    if (text_store::vector_type(connection) != pg::VectorType::vector)
        return static_cast<void>(std::puts("skipped: the index (the server has no pgvector)"));
    auto model = text_store::find_model(connection, text_store::ModelState::current).value();
    connection.script("wait as long as it takes", "set statement_timeout = 0");
    const double build = seconds([&] { text_store::build_index(connection, model); });
    model = text_store::find_model(connection, text_store::ModelState::current).value();
    const auto size = connection.query(
        "measure the index", "select pg_relation_size(('ods.' || $1)::regclass)", {model.vector_index});
    std::printf("HNSW index: built in %.1f s, %.0f MiB\n", build,
                static_cast<double>(size.value().integer()) / 1048576);
    const auto asked = connection.query("choose reports",
                                        "select encounter_id from ods.reports where embedding is not null"
                                        " order by md5(encounter_id) limit $1::integer",
                                        {kQueries});
    double sum = 0, least = 1, indexed = 0, scanned = 0;
    for (const pg::Row row : asked) {
        const auto to = embedding_of(connection, row["encounter_id"].string());
        std::vector<text_store::Near> found, exact;
        indexed += seconds([&] { found = text_store::nearest(connection, to, model, {}, kNearest); });
        scanned +=
            seconds([&] { exact = text_store::nearest(connection, to, model, {.exact = true}, kNearest); });
        const double one = recall(found, exact);
        sum += one;
        least = std::min(least, one);
    }
    const auto queries = static_cast<double>(asked.size());
    std::printf("%zu queries: %.1f ms by the index, %.1f ms by the scan; worst recall %.2f\n", asked.size(),
                1000 * indexed / queries, 1000 * scanned / queries, least);
    bar("recall of the nearest 20 by distance, mean", sum / queries, 0.95);
}

} // namespace

int main() {
    (void)std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const auto path = real_feed();
    if (!path) {
        std::puts("skipped: the real feed is not here (scripts/fetch-padchest)");
        return 0;
    }
    auto with = std::make_unique<Loader>();
    std::string tick;
    {
        Loader without;
        const auto pieces = pieces_of(*path);
        catch_up(without, *with, pieces);
        tick = pieces.back();
    }
    measure_memory(*with, tick);
    measure_index(*with);
    return missed ? 1 : 0;
}
