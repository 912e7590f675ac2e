// A feed that is copied out of order, or replaced while it is read: no row is passed over, and what is in the
// ledger is what was parsed.

#include "operation/audit.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/step_plan.h"
#include "util/seeded_random.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <numeric>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string study(int number, const std::string& date = "20140915") {
    const auto id = std::to_string(9900 + number);
    return feed_line({.image = id + "_a.png", .study = id, .date = date});
}

std::string studies(int from, int to, const std::string& date = "20140915") {
    std::string text;
    for (int i = from; i < to; ++i) text += study(i, date);
    return text;
}

void write_block(const std::filesystem::path& path, const std::string& text, std::size_t block,
                 std::size_t size) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(block * size));
    const std::string bytes = text.substr(block * size, size);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::size_t> shuffled(std::size_t count, util::SeededRandom& random) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    return order;
}

// All that is known of the file when the transaction is open: read, and not yet committed.
constexpr std::string_view kWhileRead = "keys_fetched";

} // namespace

TEST_CASE("a preallocated copy whose blocks come in any order is loaded whole, and waiting is reported") {
    const std::string text = feed_header() + studies(0, 401);
    util::SeededRandom random(seed());
    const int copies = long_run() ? 20 : 2;
    for (int copy = 0; copy < copies; ++copy) {
        IngestRig rig;
        // Longer than the copier takes: a cycle is a minute, and the first block may come last.
        rig.settings.feed.hole_timeout = std::chrono::hours(1);
        const std::size_t size = random.chance(0.5) ? 16'384 : 7'000 + random.below(9'000);
        rig.replace("");
        std::filesystem::resize_file(rig.settings.feed.path, text.size());
        for (const auto block : shuffled((text.size() + size - 1) / size, random)) {
            write_block(rig.settings.feed.path, text, block, size);
            const auto report = rig.cycle();
            CAPTURE(problem_of(report));
            REQUIRE(report.state != CycleState::degraded);
            if (report.lag_bytes > 0) CHECK(report.waiting == feed::Waiting::hole);
        }
        CHECK(rig.number("select count(*) from ods.encounters") == 401);
        CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
        CHECK(flaws(rig.sql(), rig.settings) == "");
    }
    note_proof("a preallocated feed of 401 rows filled in block by block out of order, a cycle after each",
               copies, "every row loads, none is quarantined; until then the report names the hole",
               kTriedToGetItStuck);
}

TEST_CASE("NUL bytes that stay are damage after a time, and the audit finds what is filled in even later") {
    IngestRig rig;
    rig.settings.feed.hole_timeout = std::chrono::minutes(10);
    const std::string text = feed_header() + studies(0, 700);
    std::string holed = text;
    const std::size_t hole = feed_header().size() + studies(0, 300).size();
    holed.replace(hole + 40, 3000, 3000, '\0');
    rig.replace(holed);
    auto report = rig.cycle();
    CHECK(report.loaded == 300);
    REQUIRE(report.hole);
    CHECK(report.hole->begin == hole + 40);
    CHECK(report.hole->end == hole + 3040);
    rig.append(studies(700, 701)); // the writer goes on
    for (int minute = 0; minute < 9; ++minute) CHECK(rig.cycle().records == 0);
    rig.settle();
    CHECK(rig.number("select count(*) from ingest.quarantine where reason = 'nul_byte'") == 1);
    const auto lost = 701 - rig.number("select count(*) from ods.encounters");
    CHECK(lost > 1);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    rig.replace(text + studies(700, 701));
    rig.settle();
    const auto audit = operation::audit(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format));
    REQUIRE_FALSE(audit.differences.empty());
    CHECK(audit.differences[0].find("the feed no longer holds what was read there") != std::string::npos);
}

TEST_CASE("a NUL byte in a record puts that record aside at once, and nothing waits") {
    IngestRig rig;
    std::string bad = study(1);
    bad[bad.size() / 2] = '\0';
    rig.replace(feed_header() + study(0) + bad + study(2));
    const auto report = rig.cycle();
    CHECK(report.loaded == 2);
    CHECK(rig.value("select reason from ingest.quarantine") == "nul_byte");
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("a record with a NUL byte", 1, "quarantined at once, the next record loads",
               kTriedToGetItStuck);
}

TEST_CASE("a record with a hole stops a growing feed no longer than its time, and its like after it not "
          "again") {
    IngestRig rig;
    rig.settings.feed.hole_timeout = std::chrono::minutes(10);
    std::string bad = study(1);
    bad.insert(bad.size() / 2, 600, '\0');
    rig.replace(feed_header() + study(0) + bad);
    int cycles = 0;
    for (int i = 2; i < 40; ++i) {
        rig.append(study(i) + bad);
        rig.cycle();
        if (rig.number("select count(*) from ods.encounters") == 1) ++cycles;
    }
    CHECK(cycles < 12);
    // The newest are younger than the time.
    CHECK(rig.number("select count(*) from ods.encounters") >= 39 - 12);
    note_proof("a feed that grows by records with a hole", 39,
               "each is waited for up to feed.hole_timeout, then quarantined; the feed goes on",
               kTriedToGetItStuck);
}

TEST_CASE("a feed that is replaced while a batch is read is not committed from, and read again as it is") {
    const std::string first = feed_header() + studies(0, 300);
    const std::string second = feed_header() + studies(0, 300, "20150101");
    REQUIRE(first.size() == second.size());
    const auto replaced = [&](const std::function<void(IngestRig&)>& how, int batches_of_the_first) {
        IngestRig rig;
        rig.settings.ingest.batch_rows = 100;
        rig.replace(first);
        StepPlan plan;
        plan.at(kWhileRead, 2, [&] { how(rig); });
        REQUIRE_FALSE(rig.cycle().problem.has_value());
        plan.nothing();
        rig.settle();
        CHECK(rig.number("select count(*) from ods.encounters where encounter_date = '2015-01-01'") == 300);
        CHECK(rig.number("select count(*) from ingest.batches where generation = 1") == batches_of_the_first);
        CHECK(flaws(rig.sql(), rig.settings) == "");
    };
    replaced([&](IngestRig& rig) { rig.replace(second); }, 1);
    // The end first: the place before the checkpoint is not yet written over.
    const auto from_its_end = [&](IngestRig& rig) {
        for (const std::size_t block : {2U, 1U, 0U})
            write_block(rig.settings.feed.path, second, block, second.size() / 3 + 1);
    };
    replaced(from_its_end, 1);
    const auto renamed = [&](IngestRig& rig) { // the open file is the old one, and is read to its end
        write_file(rig.folder / "export", second);
        std::filesystem::rename(rig.folder / "export", rig.settings.feed.path);
    };
    replaced(renamed, 3);
    const auto truncated = [&](IngestRig& rig) {
        std::filesystem::resize_file(rig.settings.feed.path, 0);
        rig.append(second);
    };
    replaced(truncated, 1);
    note_proof("a feed replaced while a batch is read: copied over, from its end on, renamed, truncated and "
               "written again",
               4, "the batch is not committed where the file no longer holds it; ends as a fresh load",
               kTriedToGetItStuck);
}

TEST_CASE("a feed that changes at each look is a failure that passes, not an endless loop") {
    IngestRig rig;
    const std::string text = feed_header() + studies(0, 50);
    rig.replace(text);
    StepPlan plan;
    int changes = 0;
    plan.at(kWhileRead, 0, [&] {
        ++changes;
        rig.replace(feed_header() + studies(changes, 50 + changes));
    });
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(report.exit_code() == util::ExitCode::temporary);
    CHECK(changes < 10);
    plan.nothing();
    rig.settle();
    CHECK(rig.number("select count(*) from ods.encounters") == 50);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}
