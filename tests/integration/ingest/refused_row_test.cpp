// Values that the keys and indexes of the store refuse, in a first load that has put these off.

#include "clinical/study.h"
#include "integration/ingest/first_load.h"
#include "simulator/feed.h"
#include "support/recovery_proof.h"
#include "util/failure.h"
#include "util/step.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string distinct_words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += 'w' + std::to_string(i) + ' ';
    return text;
}

std::string report_line(int study, std::string report) {
    const auto id = std::to_string(7000 + study);
    return feed_line({.image = id + "_a.png", .study = id, .report_id = id, .report = std::move(report)});
}

// Every kind of record that the store may not be able to take, between good ones.
std::string awkward_feed() {
    simulator::FeedGenerator generator({.encounters = 150, .seed = 5, .bad_records = 0.3});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    int study = 0;
    text += report_line(++study, distinct_words(150'000)); // 1 MB of words: more than a text index takes
    text += report_line(++study, distinct_words(9000));
    text += report_line(++study, std::string(3000, 'a')); // one word, longer than a lexeme may be
    text += report_line(++study, "\x01\x7f\\ \\N \\. \xc2\xa0 \xe2\x80\xa8 \xf0\x9f\xab\x81");
    text += report_line(++study, "");
    const std::string longest(250, '7'); // with what makes it an image's: 256 bytes
    text += feed_line({.image = longest + "_a.png", .study = longest, .report_id = "7100000000000000"});
    text += feed_line({.image = std::string(257, 'i'), .study = "7100", .report_id = "7100"});
    text +=
        feed_line({.image = "7101_a.png", .study = "7101", .labels = "['" + std::string(600, 'l') + "']"});
    return text;
}

std::string quarantine_of(IngestRig& rig) {
    return rig.value(
        "select string_agg(concat_ws(' ', byte_offset, reason, column_name, sqlstate), ',' order by "
        "byte_offset) from ingest.quarantine");
}

// An index of the operator's own, which takes no long text: 54000, like a text index with too many words.
constexpr const char* kNarrowIndex = "create index reports_narrow_idx on ods.reports (report_text)";

// Does not compress below an index entry's 2,704 bytes.
std::string wide_report() {
    std::string text;
    for (std::uint64_t i = 1; text.size() < 9000; ++i)
        text += std::to_string(i * 0x9e3779b97f4a7c15ULL) + ' ';
    return text;
}

} // namespace

TEST_CASE("a first load of every awkward record ends like the ordinary load of the same feed", "[threads]") {
    const std::string feed = awkward_feed();
    IngestRig plain;
    FirstLoad rig;
    plain.settings.ingest.first_load_bytes = 0;
    for (IngestRig* one : {&plain, static_cast<IngestRig*>(&rig)}) {
        one->settings.ingest.batch_rows = 50;
        one->settings.ingest.max_reject_ratio = 1;
        one->settings.feed.max_record_bytes = std::size_t{2} << 20U;
        one->replace(feed);
        one->settle();
    }
    REQUIRE(
        rig.number("select count(*) from ingest.quarantine where reason = 'text_too_long' and column_name = "
                   "'Report'") == 1);
    CHECK(rig.store_content() == plain.store_content());
    CHECK(quarantine_of(rig) == quarantine_of(plain));
    CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(plain.sql()));
    CHECK(rig.put_off() == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("a first load of a report that no text index takes, and of every other awkward record", 1,
               "quarantined by position; the same rows, quarantine and keys as the ordinary load",
               kTriedToGetItStuck);
}

TEST_CASE("a report of the longest length goes into the text index, whatever it holds") {
    Database database;
    auto connection = database.connect();
    const auto fill = [](const auto& piece) {
        std::string text;
        for (int i = 0;; ++i) {
            const std::string next = piece(i);
            if (text.size() + next.size() > clinical::kMaxReportBytes) return text;
            text += next;
        }
    };
    const auto word = [](int i) { // short and distinct: two, then three letters of two bytes each
        std::string letters;
        for (; i > 0 || letters.empty(); i /= 30) letters += {char(0xc3), char(0xa0 + i % 30)};
        return letters;
    };
    const std::vector<std::string> texts = {
        fill([&](int i) { return word(i) + ' '; }),
        fill([&](int i) { return word(i) + '-' + (i % 7 == 6 ? " " : ""); }),
        fill([&](int i) { return word(i) + '-' + word(i + 31) + ' '; }),
        fill([](int i) { return "a" + std::to_string(i) + ".bc/ "; }),
        fill([](int i) { return "a.b" + std::to_string(i) + ".com/x" + std::to_string(i) + " "; }),
        fill([](int i) { return "a" + std::to_string(i) + "@b.com "; }),
        fill([](int i) { return std::to_string(i) + ' '; }),
        fill([](int i) { return "/" + std::to_string(i) + "/x "; }),
        fill([](int i) { return std::string(1, char('a' + i / 256 % 26)) + ' '; }),
        fill([](int i) { return "\xc4\xb0" + std::to_string(i) + ' '; }),
    };
    long long most = 0;
    for (const auto& text : texts) {
        const auto size =
            connection.query("measure", "select pg_column_size(to_tsvector('simple', $1))", {text});
        most = std::max<long long>(most, size.value().integer());
    }
    CAPTURE(most);
    CHECK(most < 1'048'575 / 2);

    IngestRig rig;
    rig.replace(feed_header());
    for (std::size_t i = 0; i < texts.size(); ++i) rig.append(report_line(static_cast<int>(i), texts[i]));
    rig.append(report_line(90, std::string(clinical::kMaxReportBytes, 'x')));
    rig.append(report_line(91, std::string(clinical::kMaxReportBytes + 1, 'x')));
    rig.settle();
    CHECK(rig.value("select string_agg(reason || ' ' || row_number, ',') from ingest.quarantine") ==
          "text_too_long " + std::to_string(texts.size() + 1));
}

TEST_CASE("what only an index of the operator's own refuses is quarantined after a first load, and the rest "
          "goes on",
          "[threads]") {
    std::string feed = sixty_images();
    const auto refused_at = std::to_string(feed.size());
    feed += report_line(1, wide_report()) + report_line(2, "bien .");
    IngestRig plain;
    FirstLoad rig;
    plain.settings.ingest.first_load_bytes = 0;
    for (IngestRig* one : {&plain, static_cast<IngestRig*>(&rig)}) {
        one->settings.ingest.batch_rows = 8;
        one->cycle(); // patients
        one->sql().script("add an index", kNarrowIndex);
        one->replace(feed);
        one->settle();
    }
    CHECK(quarantine_of(rig) == refused_at + " refused_by_database 54000");
    CHECK(quarantine_of(plain) == quarantine_of(rig));
    CHECK(rig.store_content() == plain.store_content());
    CHECK(keys_and_indexes(rig.sql()) == keys_and_indexes(plain.sql()));
    CHECK(rig.value("select first_load_failed from ingest.generations") ==
          "ods.reports_narrow_idx of ods.reports");
    CHECK(rig.put_off() == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    note_proof("a value that only a key or index built after a first load refuses", 1,
               "the feed is read again with all keys in place, the record is quarantined, the rest loads",
               kTriedToGetItStuck);
}

TEST_CASE("a row refused after a first load whose file is gone is named, and all else continues",
          "[threads]") {
    FirstLoad rig;
    rig.settings.ingest.first_load_bytes = 0;
    rig.replace(feed_header());
    rig.cycle();
    rig.sql().script("add an index", kNarrowIndex);
    const auto whole = keys_and_indexes(rig.sql());
    REQUIRE(store::begin_first_load(rig.sql(), rig.settings.feed.name,
                                    *store::read_checkpoint(rig.sql(), rig.settings.feed.name)) ==
            store::FirstLoad::begun);
    const auto position = std::to_string(feed_header().size());
    // As if the daemon had been killed before the end, and the file replaced.
    rig.replace(feed_header() + report_line(1, wide_report()));
    {
        util::observe_steps([](std::string_view step) {
            if (step == "first_load_build") throw util::Failure("killed", "", util::ExitCode::temporary);
        });
        CHECK(rig.cycle().state == CycleState::degraded);
        util::observe_steps(nullptr);
    }
    REQUIRE(rig.number("select count(*) from ods.reports") == 1);
    rig.restart();
    rig.replace(feed_header() + report_line(2, "bien ."));
    const auto report = rig.cycle();
    CHECK(report.state == CycleState::degraded);
    CHECK(problem_of(report).what ==
          "cannot build ods.reports_narrow_idx of ods.reports, which a first load put off: SQLSTATE "
          "54000, first for the record at byte " +
              position + " of generation 1");
    CHECK(rig.put_off() == 1);
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == 2); // the warehouse follows all the same
    rig.sql().script("mend", "update ods.reports set report_text = 'corto' where encounter_id = '7001'");
    rig.settle(); // an index takes in the old row's version, too, while another session may still see it
    CHECK(keys_and_indexes(rig.sql()) == whole);
}

TEST_CASE("a row that no key would have allowed goes when its first load ends", "[threads]") {
    OpenFirstLoad rig;
    rig.sql().script("meddle", "insert into ods.encounter_diagnoses values ('no such study', 'normal')");
    rig.append(sixty_images().substr(feed_header().size()));
    const auto report = rig.cycle();
    CAPTURE(problem_of(report).what);
    CHECK(report.state == CycleState::worked);
    CHECK(rig.put_off() == 0);
    CHECK(keys_and_indexes(rig.sql()) == rig.whole);
    CHECK(rig.number("select count(*) from ods.encounters") == 30);
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses where encounter_id = 'no such study'") ==
          0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}
