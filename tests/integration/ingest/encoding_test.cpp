// A feed in another encoding than UTF-8, declared and not.

#include "operation/audit.h"
#include "simulator/feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/packing.h"
#include "support/saved_again.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using config::FeedEncoding;

namespace {

// Reports with letters beyond ASCII.
std::string spanish_feed(std::uint64_t encounters) {
    simulator::FeedGenerator generator({.encounters = encounters, .images_per_study = 1.5, .seed = 3});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    for (std::size_t at = 0; (at = text.find("o ", at)) != std::string::npos; ++at)
        text.replace(at, 1, "\xC3\xB3");
    return text;
}

// Of text whose characters have two bytes at most.
std::string encoded(const std::string& utf8, FeedEncoding encoding, bool little) {
    if (encoding == FeedEncoding::utf8) return utf8;
    const bool wide = encoding == FeedEncoding::utf16;
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        char byte = utf8[i];
        if (byte == '\xC3') byte = static_cast<char>(utf8[++i] + 0x40);
        if (wide && !little) bytes += '\0';
        bytes += byte;
        if (wide && little) bytes += '\0';
    }
    if (!wide) return bytes;
    return (little ? "\xFF\xFE" : "\xFE\xFF") + bytes;
}

} // namespace

TEST_CASE("a growing feed in a declared encoding gives the store of UTF-8, and audit reads it") {
    const auto text = spanish_feed(150);
    struct Form {
        FeedEncoding encoding;
        bool little, packed;
    };
    std::map<std::string, std::string> expected;
    for (const auto& form : {Form{FeedEncoding::utf8, true, false}, Form{FeedEncoding::latin1, true, false},
                             Form{FeedEncoding::utf16, true, false}, Form{FeedEncoding::utf16, false, false},
                             Form{FeedEncoding::latin1, true, true}, Form{FeedEncoding::utf16, true, true}}) {
        CAPTURE(static_cast<int>(form.encoding), form.little, form.packed);
        IngestRig rig;
        rig.settings.feed.encoding = form.encoding;
        if (form.packed) rig.settings.feed.path = rig.folder / "feed.csv.gz";
        rig.settings.ingest.batch_rows = 50;
        const auto bytes = encoded(text, form.encoding, form.little);
        const auto file = form.packed ? gzip(bytes) : bytes;
        const std::size_t first = file.size() / 3 | 1U; // within a unit
        rig.append(file.substr(0, first));
        rig.settle();
        rig.restart();
        rig.append(file.substr(first, first));
        rig.settle();
        rig.append(file.substr(2 * first));
        rig.settle();
        const long long mark = form.encoding == FeedEncoding::utf16 ? 3 : 0;
        CHECK(rig.number("select byte_offset from ingest.checkpoint") ==
              static_cast<long long>(text.size()) + mark);
        CHECK(rig.number("select generation from ingest.checkpoint") == 1);
        CHECK(rig.number("select count(*) from ingest.quarantine") == 0);
        const auto report = operation::audit(rig.sql(), rig.settings, padchest_mapping());
        CHECK(report.differences.empty());
        CHECK(report.feed_bytes == static_cast<std::int64_t>(text.size()) + mark);
        if (expected.empty()) expected = content_without_sources(rig.sql());
        CHECK(content_without_sources(rig.sql()) == expected);
    }
}

TEST_CASE("Latin-1 that nobody declared pauses the feed by name, and is loaded once it is declared") {
    const auto text = spanish_feed(60);
    IngestRig utf8;
    utf8.append(text);
    utf8.settle();

    IngestRig rig;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.append(encoded(text, FeedEncoding::latin1, true));
    const auto report = rig.cycle();
    CHECK(report.state == ingest::CycleState::paused);
    CHECK(problem_of(report).what.find("feed.encoding: latin-1 declares it") != std::string::npos);
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(rig.number("select count(*) from ods.procedures") == 0);
    CHECK(rig.number("select count(*) from ingest.quarantine") == 0);

    rig.settings.feed.encoding = FeedEncoding::latin1;
    rig.restart();
    rig.settle();
    CHECK(content_without_sources(rig.sql()) == content_without_sources(utf8.sql()));
}

TEST_CASE("a few records that are not UTF-8 are quarantined, and so are those of a feed that is UTF-8") {
    for (const bool is_utf8 : {false, true}) {
        IngestRig rig;
        rig.append(feed_header());
        const std::string good = is_utf8 ? " \xC3\xB3 ." : " o .";
        for (int i = 0; i < 20; ++i) {
            const auto study = std::to_string(9900 + i);
            const bool bad = i < (is_utf8 ? 5 : 2);
            rig.append(
                feed_line({.image = study + "_a.png", .study = study, .report = bad ? " \xF3 ." : good}));
        }
        rig.settle();
        CHECK(rig.number("select count(*) from ingest.quarantine where reason = 'not_utf8'") ==
              (is_utf8 ? 5 : 2));
        CHECK(rig.number("select count(*) from ods.procedures") == (is_utf8 ? 15 : 18));
    }
}

TEST_CASE("a feed in UTF-16 that nobody declared stops before its first record, by name") {
    IngestRig rig;
    for (const bool marked : {true, false}) {
        const auto bytes = encoded(spanish_feed(5), FeedEncoding::utf16, true);
        rig.replace(marked ? bytes : bytes.substr(2));
        const auto report = rig.cycle();
        CHECK(problem_of(report).what.find("UTF-16") != std::string::npos);
        CHECK(problem_of(report).exit_code == util::ExitCode::data);
    }
    rig.settings.feed.encoding = FeedEncoding::utf16;
    rig.restart();
    CHECK(problem_of(rig.cycle()).what.find("byte order mark") != std::string::npos);
    CHECK(rig.number("select count(*) from ingest.generations") == 0);
}
