// The audit names the first thing that does not add up: between the ledger and the tables, and between both
// and the feed, read again.

#include "operation/audit.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string study(int number, const std::string& date = "20140915") {
    const auto id = std::to_string(9900 + number);
    return feed_line({.image = id + "_a.png", .study = id, .date = date});
}

// Three batches of a feed that is longer than both hashed windows together, with a quarantined record.
struct Loaded : IngestRig {
    Loaded() {
        settings.ingest.batch_rows = 250;
        std::string text = feed_header() + study(0, "99991231");
        for (int i = 1; i < 700; ++i) text += study(i);
        replace(text);
        settle();
        REQUIRE(std::filesystem::file_size(settings.feed.path) > 3U << 16U);
    }

    std::string first_difference() {
        const auto report = operation::audit(sql(), settings, mappings().at(settings.feed.format));
        return report.differences.empty() ? "" : report.differences.front();
    }
    std::string after(const std::string& damage) {
        sql().script("damage", damage);
        return first_difference();
    }
};

bool begins(const std::string& text, const std::string& start) {
    INFO(text);
    CHECK(text.substr(0, start.size()) == start);
    return text.substr(0, start.size()) == start;
}

} // namespace

TEST_CASE("the audit of an undisturbed load finds nothing, and has read all of the feed again") {
    Loaded rig;
    const auto report = operation::audit(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format));
    CHECK(report.differences.empty());
    CHECK(report.feed_read);
    CHECK(report.feed_records == 700);
    CHECK(report.batches == 3);
    CHECK(report.ledger_bytes ==
          static_cast<std::int64_t>(std::filesystem::file_size(rig.settings.feed.path)));
}

TEST_CASE("the audit names a gap in the ledger, a checkpoint beside it, and a lost quarantined record") {
    Loaded rig;
    CHECK(begins(rig.after("delete from ingest.batches where batch_id = 2"),
                 "batch 3 of generation 1 begins at byte "));
    rig.sql().script("empty the ledger", "truncate ingest.batches");
    CHECK(begins(rig.first_difference(), "generation 1: the checkpoint stands at byte "));
    Loaded other;
    CHECK(begins(other.after("delete from ingest.quarantine"),
                 "batch 1 of generation 1 counts 1 quarantined records, the table holds 0"));
    Loaded moved;
    CHECK(begins(moved.after("update ingest.checkpoint set last_row = last_row + 1"),
                 "generation 1: the checkpoint stands at byte "));
}

TEST_CASE("the audit names the record that the store lost, or holds with another content") {
    Loaded lost;
    CHECK(lost.after("delete from ods.procedures where encounter_id = '10003'")
              .find("row 104: the store's procedure") != std::string::npos);
    Loaded altered;
    CHECK(altered
              .after("update ods.encounters set content_hash = decode(repeat('00', 16), 'hex') "
                     "where encounter_id = '10003'")
              .find("row 104: the store's encounter") != std::string::npos);
    Loaded of_other_bytes;
    CHECK(of_other_bytes
              .after("update ods.procedures set record_hash = decode(repeat('00', 16), 'hex') "
                     "where encounter_id = '10003'")
              .find("row 104: the store's procedure") != std::string::npos);
}

TEST_CASE("the audit names the batch whose bytes were edited where no tick looks") {
    Loaded rig;
    auto text = read_file(rig.settings.feed.path);
    text[text.size() / 2] ^= 1;
    rig.replace(text);
    CHECK(rig.cycle().state == ingest::CycleState::idle);
    const auto difference = rig.first_difference();
    CHECK(begins(difference, "batch 2, bytes "));
    CHECK(difference.find("the feed no longer holds what was read there") != std::string::npos);
}

// A store's rows are read 4,000 at a time, whatever a batch holds, and several batches are read again ahead.
TEST_CASE("the audit finds damage after the first rows that it fetches", "[threads]") {
    IngestRig rig;
    rig.settings.ingest.batch_rows = 500;
    std::string text = feed_header();
    for (int i = 0; i < 10'500; ++i) text += study(i);
    rig.replace(text);
    rig.settle();
    const auto& mapping = mappings().at(rig.settings.feed.format);
    CHECK(operation::audit(rig.sql(), rig.settings, mapping).differences.empty());
    rig.sql().script(
        "damage",
        "update ods.procedures set source_offset = 0, content_hash = decode(repeat('00', 16), 'hex') "
        "where encounter_id = '20350'");
    const auto report = operation::audit(rig.sql(), rig.settings, mapping);
    REQUIRE(report.differences.size() == 1);
    CHECK(report.differences.front().find("row 10451: the store's procedure") != std::string::npos);
}

TEST_CASE("the audit finds the rows of records that changed nothing, or were changed by a later batch") {
    Loaded rig;
    rig.append(study(5) + study(6, "20150101") + study(699, "20150102"));
    rig.settle();
    rig.append(study(6, "20150103") + study(7));
    rig.settle();
    CHECK(rig.first_difference().empty());
    CHECK(rig.after("update ods.encounters set source_offset = 0, content_hash = decode(repeat('00', 16), "
                    "'hex') where encounter_id = '9906'")
              .find("row 7: the store's encounter") != std::string::npos);
}
