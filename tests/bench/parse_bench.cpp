// How fast the feed is read, in bytes a second of one thread: records and fields out of memory, and out of
// the file by the tailer's batches. PADCHESTD_BENCH_FEED names a feed; without it, synthetic lines of the
// feed's shape are made.

#include "feed/csv_parser.h"
#include "feed/tailer.h"

#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace {

using namespace padchestd;

constexpr std::size_t kSyntheticRecords = 40'000;

// 36 columns, about 600 bytes a record, quotes in a third of the fields, some of them over two lines.
std::string synthetic_feed() {
    std::mt19937 random(1);
    std::string text;
    for (int column = 0; column < 36; ++column)
        text += (column > 0 ? ",column" : "column") + std::to_string(column);
    text += '\n';
    for (std::size_t record = 0; record < kSyntheticRecords; ++record) {
        text += std::to_string(record);
        for (int column = 1; column < 36; ++column) {
            text += ',';
            if (column == 29) {
                text += " sin cambi respect estudi previ . cardiomegali . no se observ condens ni derram "
                        "pleural .";
            } else if (column > 30) {
                text += "\"['cardiomegaly', ' loc";
                text += random() % 30 == 0 ? "\n " : " ";
                text += "cardiac']\"";
            } else {
                text += std::to_string(random() % (column == 4 ? 4'000'000'000U : 4'000U));
            }
        }
        text += '\n';
    }
    return text;
}

// The feed's path; a synthetic one is written once and taken away at the end.
class Feed {
  public:
    Feed() {
        if (const char* given = std::getenv("PADCHESTD_BENCH_FEED")) {
            path_ = given;
            return;
        }
        made_ = true;
        path_ =
            std::filesystem::temp_directory_path() / ("padchestd-parse-bench-" + std::to_string(::getpid()));
        std::ofstream(path_, std::ios::binary) << synthetic_feed();
    }
    ~Feed() {
        if (made_) std::filesystem::remove(path_);
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    bool made_ = false;
    std::filesystem::path path_;
};

const Feed& the_feed() {
    static const Feed feed;
    return feed;
}

void report(benchmark::State& state, std::uint64_t bytes, std::uint64_t records, std::uint64_t malformed) {
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
    state.counters["records"] = static_cast<double>(records);
    state.counters["malformed"] = static_cast<double>(malformed);
}

// Scan and split alone: the bytes are in memory, the fields' memory is reused from batch to batch.
void split_in_memory(benchmark::State& state) {
    feed::Tailer tailer(the_feed().path(), {});
    if (!tailer.open()) return state.SkipWithError("no feed");
    std::ifstream file(the_feed().path(), std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::size_t size = text.size();
    text.append(feed::CsvParser::kPadding, '\0');
    const std::size_t batch_records = feed::Limits{}.batch_records;
    std::uint64_t records = 0;
    std::uint64_t malformed = 0;
    for (auto _ : state) {
        feed::CsvParser parser(tailer.header().names.size(), feed::Limits{}.max_record_bytes,
                               tailer.header().delimiter);
        parser.clear();
        parser.restart(std::string_view(text).substr(0, size), tailer.first_record().byte_offset);
        records = malformed = 0;
        feed::Stretch stretch;
        while (parser.next(stretch) == feed::CsvParser::Found::stretch) {
            if (++records % batch_records == 0) {
                parser.clear();
                parser.restart(std::string_view(text).substr(0, size), stretch.end);
            }
            if (stretch.malformation) ++malformed;
            benchmark::DoNotOptimize(stretch);
        }
    }
    report(state, size, records, malformed);
}

// The whole way: open, read, split, batches of the default size.
void tail_file(benchmark::State& state) {
    std::uint64_t records = 0;
    std::uint64_t malformed = 0;
    std::uint64_t size = 0;
    feed::Tailer tailer(the_feed().path(), {});
    for (auto _ : state) {
        if (!tailer.open()) return state.SkipWithError("no feed");
        records = malformed = 0;
        feed::Position at = tailer.first_record();
        for (bool more = true; more;) {
            const feed::Batch batch = tailer.read(at);
            for (const feed::Record& record : batch.records)
                malformed += record.malformation.has_value() ? 1 : 0;
            records += batch.records.size();
            at = batch.end;
            more = batch.more;
        }
        size = at.byte_offset;
    }
    report(state, size, records, malformed);
}

// What a cycle asks of a feed with nothing new in it.
void idle_tick(benchmark::State& state) {
    feed::Tailer tailer(the_feed().path(), {});
    if (!tailer.open()) return state.SkipWithError("no feed");
    tailer.use_hash_key(util::HashKey(util::Secret{}));
    const feed::FeedIdentity identity = tailer.identity(tailer.size());
    for (auto _ : state) {
        if (!tailer.open() || tailer.compare(identity, tailer.size()) != feed::Continuity::same) std::abort();
        benchmark::DoNotOptimize(tailer.read({tailer.size(), 0}).records.data());
    }
}

BENCHMARK(split_in_memory)->Unit(benchmark::kMillisecond);
BENCHMARK(tail_file)->Unit(benchmark::kMillisecond);
BENCHMARK(idle_tick)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
