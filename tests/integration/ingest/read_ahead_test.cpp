// The next batch is read while one is written: the same store, ledger and quarantine as without.

#include "operation/audit.h"
#include "simulator/feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/packing.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

constexpr int kBatchRows = 500; // the shortest batch that another one is read beside

// 2,750 records of which every fiftieth is bad.
std::string long_feed(unsigned seed) {
    simulator::FeedGenerator generator(
        {.encounters = 4'000, .images_per_study = 1.5, .seed = seed, .bad_records = 0.02});
    std::string text(simulator::FeedGenerator::header());
    std::string record;
    for (int i = 0; i < kBatchRows * 11 / 2 && generator.next(record); ++i) text += record;
    return text;
}

struct AheadRig : IngestRig {
    explicit AheadRig(const std::string& name = "feed.csv") {
        settings.feed.path = folder / name;
        settings.ingest.batch_rows = kBatchRows;
        settings.ingest.max_reject_ratio = 1;
    }

    std::string ledger() {
        return value("select string_agg(concat_ws(' ', start_offset, end_offset, encode(bytes_hash, 'hex'), "
                     "loaded_records, quarantined_records), ',' order by batch_id) from ingest.batches");
    }

    void check_audit() {
        const auto report = operation::audit(sql(), settings, padchest_mapping());
        CHECK(report.differences.empty());
    }
};

// What a feed becomes at the commit of its nth batch, from 1.
struct Rewriting {
    AheadRig* rig = nullptr;
    int commits = 0;
    std::string text;
};
Rewriting rewriting;

void rewrite(std::string_view step) {
    if (step == "batch_commit" && --rewriting.commits == 0)
        write_file(rewriting.rig->settings.feed.path, rewriting.text);
}

// Other reports from the middle of the nth batch on: letter for letter, so that every position stays.
std::string changed_from(const std::string& text, int batch) {
    std::size_t at = 0;
    for (int line = 0; line < kBatchRows * batch - kBatchRows / 2; ++line) at = text.find('\n', at) + 1;
    std::string changed = text;
    std::replace(changed.begin() + static_cast<std::ptrdiff_t>(at), changed.end(), 'l', 't');
    return changed;
}

} // namespace

TEST_CASE("a feed of which the next batch is read ahead gives the store of one that is read in turn",
          "[threads]") {
    const std::string text = long_feed(5);
    AheadRig in_turn("feed.csv.gz"); // a compressed file is read by one thread
    in_turn.append(gzip(text));
    REQUIRE(in_turn.cycle().state == CycleState::worked);
    AheadRig ahead;
    ahead.append(text);
    const auto report = ahead.cycle();
    REQUIRE(report.state == CycleState::worked);
    CHECK(report.batches == 6);
    CHECK(report.lag_bytes == 0);
    CHECK(ahead.store_content() == in_turn.store_content());
    const auto lengths = "select string_agg(concat_ws(' ', end_offset - start_offset, loaded_records, "
                         "quarantined_records), ',' order by batch_id) from ingest.batches";
    CHECK(ahead.value(lengths) == in_turn.value(lengths));
    CHECK(ahead.value("select string_agg(concat_ws(' ', byte_offset, reason), ',' order by byte_offset) from "
                      "ingest.quarantine") ==
          in_turn.value("select string_agg(concat_ws(' ', byte_offset, reason), ',' order by byte_offset) "
                        "from ingest.quarantine"));
    ahead.check_audit();
}

TEST_CASE("bytes that change after they were read ahead are read again", "[threads]") {
    const std::string text = long_feed(6);
    for (const int batch : {1, 2, 4}) {
        CAPTURE(batch);
        const std::string changed = changed_from(text, batch + 1);
        REQUIRE(changed != text);
        AheadRig fresh;
        fresh.append(changed);
        REQUIRE(fresh.cycle().state == CycleState::worked);
        AheadRig rig;
        rig.append(text);
        rewriting = {&rig, batch, changed};
        util::observe_steps(rewrite);
        rig.cycle();
        util::observe_steps(nullptr);
        rig.settle();
        CHECK(rig.store_content() == fresh.store_content());
        CHECK(rig.ledger() == fresh.ledger());
        CHECK(rig.number("select generation from ingest.checkpoint") == 1);
        rig.check_audit();
    }
}
