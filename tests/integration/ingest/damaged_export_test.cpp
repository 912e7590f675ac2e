// Damage of a whole export that looks like data is refused before a row of it is written, and shifted records
// give no identity to any table, log or output.

#include "store/pause.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

std::string study(int number, const std::string& id, const std::string& date = "20140915") {
    return feed_line({.image = id + "_" + std::to_string(number) + ".png", .study = id, .date = date});
}

std::string good(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += study(i, std::to_string(9900 + i));
    return text;
}

// What a spreadsheet leaves of long ids: fifteen digits of the number, the image's name as it was.
std::string rounded(int from, int to, const std::string& id) {
    std::string text;
    for (int i = from; i < to; ++i)
        text += feed_line(
            {.image = "13531353135313531353135313531353" + std::to_string(i) + "_a.png", .study = id});
    return text;
}

struct Damaged : IngestRig {
    // Pauses the feed with nothing written; the reason.
    std::string reason_of(const std::string& damaged) {
        replace(feed_header() + good(0, 5));
        settle();
        const auto before = row_versions({"ods", "dwh"});
        append(damaged);
        const auto report = cycle();
        CHECK(report.state == CycleState::paused);
        CHECK(report.exit_code() == util::ExitCode::data);
        CHECK(row_versions({"ods", "dwh"}) == before);
        CHECK(number("select count(*) from ingest.quarantine") == 0);
        return value("select paused_reason from ingest.checkpoint");
    }
};

bool begins(const std::string& text, const std::string& start) {
    INFO(text);
    CHECK(text.substr(0, start.size()) == start);
    return text.substr(0, start.size()) == start;
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '\n' && !quoted) break;
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted)
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

std::string line_of(const std::vector<std::string>& cells) {
    std::string line;
    for (const auto& cell : cells) line += cell + ',';
    line.back() = '\n';
    return line;
}

} // namespace

TEST_CASE("ids that a spreadsheet has rounded pause the feed with column, rows and cause, before anything is "
          "written") {
    for (const char* id : {"1.35E+44", "1,35E+44", "1.35e+44", "135313531353135000000000000000000000"}) {
        Damaged rig;
        CHECK(begins(
            rig.reason_of(rounded(0, 40, id)),
            "StudyID is a rounded number in rows 6, 7, 8 and 37 more: a spreadsheet has saved the file"));
    }
    note_proof("an export whose ids a spreadsheet has rounded, in four forms", 4,
               "paused (65) with column, rows and likely cause; nothing is written", kTriedToGetItStuck);
}

TEST_CASE("a second header line pauses the feed, one more or fewer column in it or not") {
    for (const auto& header : {feed_header(), "x," + feed_header(), feed_header().substr(1)}) {
        Damaged rig;
        CHECK(begins(rig.reason_of(good(5, 8) + header + good(8, 10)), "a second header line in row 9: "));
    }
    note_proof("a header line in the middle of the feed", 3, "paused (65) with its row; nothing is written",
               kTriedToGetItStuck);
}

TEST_CASE("one id with the images, dates or patients of many studies pauses the feed") {
    const auto many = [](int count, const std::function<std::string(int)>& line) {
        std::string text;
        for (int i = 0; i < count; ++i) text += line(i);
        return text;
    };
    Damaged images;
    CHECK(begins(images.reason_of(many(65, [](int i) { return study(i, "1353"); })),
                 "StudyID joins more images than any study has in row 70: "));
    Damaged dates;
    CHECK(
        begins(dates.reason_of(many(9, [](int i) { return study(i, "1353", std::to_string(20140901 + i)); })),
               "StudyID joins images of many dates in row 14: "));
    Damaged patients;
    CHECK(begins(patients.reason_of(many(9,
                                         [](int i) {
                                             return feed_line({.image = "1353_" + std::to_string(i) + ".png",
                                                               .study = "1353",
                                                               .patient = "9000" + std::to_string(i)});
                                         })),
                 "StudyID joins images of many patients in row 14: "));
    note_proof("one StudyID for the images, dates or patients of many studies", 3,
               "paused (65) with its row; nothing is written", kTriedToGetItStuck);
}

TEST_CASE("a study of eleven images, sent again and corrected, is no damage") {
    IngestRig rig;
    std::string text = feed_header();
    for (int again = 0; again < 7; ++again) {
        for (int i = 0; i < 11; ++i) text += study(i, "1353", again < 5 ? "20140915" : "20140916");
    }
    rig.replace(text);
    CHECK(rig.cycle().state == CycleState::worked);
    CHECK(rig.number("select count(*) from ods.procedures") == 11);
}

TEST_CASE(
    "a damaged export that was mended is read again, and one that an operator lets pass is quarantined") {
    Damaged rig;
    (void)rig.reason_of(rounded(0, 40, "1.35E+44"));
    REQUIRE(store::go_on(rig.sql(), rig.settings.feed.name, false));
    rig.settle();
    CHECK(rig.number("select count(*) from ods.encounters") == 5);
    CHECK(rig.value("select string_agg(distinct reason, ' ') from ingest.quarantine") == "shifted_cells");
    CHECK(
        rig.number(
            "select count(*) from ingest.quarantine where record is not null or encounter_id is not null") ==
        0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("markers in the person's cells of records shifted, cut and quoted at random come into no table, "
          "log or output") {
    const std::string patient = "555000555000555000555000555000555000555";
    const std::string birth = "1931.0";
    const auto cells = cells_of(feed_line({.patient = patient, .birth = birth}));
    std::string text = feed_header() + good(0, 30);
    std::int64_t records = 0;
    const auto add = [&](const std::vector<std::string>& changed) {
        text += line_of(changed);
        ++records;
    };
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const auto place = static_cast<std::ptrdiff_t>(at);
        auto more = cells;
        more.insert(more.begin() + place, "");
        add(more); // a comma too many
        auto fewer = cells;
        if (at > 0) fewer[at - 1] += fewer[at];
        fewer.erase(fewer.begin() + place);
        add(fewer); // a comma too few
        for (std::size_t back = 0; back < cells.size(); back += 5) {
            auto both = more;
            both.erase(both.begin() + static_cast<std::ptrdiff_t>(back));
            add(both);
            auto other = fewer;
            other.insert(other.begin() + static_cast<std::ptrdiff_t>(std::min(back, other.size())), "");
            add(other);
        }
        add({cells.begin(), cells.begin() + place + 1}); // cut
        auto quoted = cells;
        quoted[at] = '"' + quoted[at] + "\"x";
        add(quoted);
    }
    IngestRig rig;
    auto environment = environment_of(rig.settings);
    environment["PADCHESTD_LOGGING__FILE"] = (rig.folder / "log").string();
    environment["PADCHESTD_INGEST__MAX_REJECT_RATIO"] = "1";
    rig.replace(text);
    std::string outputs;
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"ingest", "--once"},
          {"status", "--json"},
          {"quarantine", "list"},
          {"dashboard", "--output", (rig.folder / "page.html").string()}}) {
        const auto errors = rig.folder / "errors";
        outputs += run_program(command, environment, errors.string()).output;
        outputs += read_file(errors);
    }
    const auto tables =
        rig.sql().query("list tables", "select format('%I.%I', schemaname, tablename) as name from "
                                       "pg_tables where schemaname in ('ods', 'ingest', 'dwh')");
    for (const auto* marker : {&patient, &birth}) {
        for (const pg::Row row : tables) {
            const std::string table = row["name"].string();
            INFO(table);
            const auto part = marker == &patient ? patient.substr(0, 30) : birth;
            CHECK(rig.number("select count(*) from " + table + " as t where t::text like '%" + part + "%'") ==
                  0);
        }
        CHECK(outputs.find(*marker) == std::string::npos);
        CHECK(read_file(rig.folder / "log").find(*marker) == std::string::npos);
        CHECK(read_file(rig.folder / "page.html").find(*marker) == std::string::npos);
    }
    CHECK(rig.number("select count(*) from ods.encounters") >= 30);
    note_proof("records with a comma too few or too many at every column, both, cut, quoted: PatientID and "
               "birth year "
               "searched for in every table, log, page and output",
               records, "found nowhere", kTriedToGetIdentitiesOut);
}
