// No value of a row is in what the program writes for people, nor in the server's log, whatever refuses the
// row: each cell of the feed bears a mark, and the marks are searched for in all of it.

#include "operation/database_setup.h"
#include "operation/server_check.h"
#include "support/child.h"
#include "support/feed_row.h"
#include "support/ingest_rig.h"
#include "support/private_server.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// In every cell of a bad record, and in a good one in every cell that may hold a text or a long number.
constexpr std::string_view kWordMark = "zq7kanarie";
constexpr std::string_view kNumberMark = "7170717";

std::string line_of(const Row& row) {
    return std::string(ParsedRow(padchest_header(), row).record().bytes);
}

Row marked_row(int number, const std::string& word) {
    const std::string study = std::string(kNumberMark) + std::to_string(1000 + number);
    const std::string mark(kWordMark);
    Row row = plain_row();
    row["ImageID"] = study + "_" + mark + ".png";
    row["StudyID"] = study;
    row["PatientID"] = study + "99";
    row["ReportID"] = study;
    row["Report"] = " " + mark + " " + word + " .";
    row["Manufacturer_DICOM"] = mark + word;
    return row;
}

// What refuses rows that hold its word: an operator's own constraints, indexes and functions. Each names the
// values that it refuses in the detail, the context or the message of its error.
struct Guard {
    std::string word;
    std::string sql;
};

const std::vector<Guard>& guards() {
    static const std::vector<Guard> all = {
        {"checked",
         "alter table ods.reports add constraint own_check check (report_text not like '%checked%')"},
        {"unique",
         "create unique index own_key on ods.procedures (manufacturer) where manufacturer like '%unique'"},
        {"foreign",
         "create table ods.makers (name text primary key); insert into ods.makers values ('known');"
         "alter table ods.procedures add maker text generated always as (case when manufacturer like"
         " '%foreign' then manufacturer else 'known' end) stored,"
         " add constraint own_foreign_key foreign key (maker) references ods.makers"},
        {"raised", "create function ods.refuse() returns trigger language plpgsql as $$ begin"
                   " if new.report_text like '%raised%' then"
                   " raise check_violation using message = 'no ' || new::text; end if;"
                   " return new; end $$;"
                   "create trigger own_trigger before insert or update on ods.reports"
                   " for each row execute function ods.refuse()"},
        {"quarantined",
         "alter table ingest.quarantine add constraint own_rule check (record not like '%quarantined%')"},
        {"long", "create index own_index on ods.reports (report_text)"}};
    return all;
}

// More than an entry of an index holds, once it is compressed.
std::string long_text() {
    std::string text;
    for (std::uint64_t i = 1; text.size() < 9000; ++i)
        text += std::to_string(i * 0x9e3779b97f4a7c15ULL) + ' ';
    return text;
}

std::string refused_records(int first) {
    std::string text;
    int number = first;
    for (const auto& guard : guards()) {
        for (int twice = 0; twice < 2; ++twice) {
            Row row = marked_row(++number, guard.word);
            if (guard.word == "long") row["Report"] += long_text();
            if (guard.word == "quarantined") row["StudyDate_DICOM"] = "tomorrow " + std::string(kWordMark);
            text += line_of(row);
        }
    }
    return text;
}

// Records that are bad in one column each.
std::string bad_records() {
    std::string text;
    int number = 500;
    for (const auto& column : padchest_header().names) {
        Row row = marked_row(++number, "bad");
        row[column] = std::string(kWordMark).append("\x01\\N%s$1 ").append(column);
        text += line_of(row);
    }
    return text + "\"" + std::string(kWordMark) + ",no end of a quote\n";
}

// A server that logs all it can, in each of its forms.
struct TalkativeServer : PrivateServer {
    TalkativeServer() {
        {
            auto admin = session("");
            for (const char* const setting :
                 {"logging_collector = on", "log_destination = 'stderr,csvlog,jsonlog'",
                  "log_directory = 'talk'", "log_statement = 'all'", "log_min_duration_statement = 0",
                  "log_min_messages = 'debug1'", "log_min_error_statement = 'debug1'",
                  "log_error_verbosity = 'verbose'", "log_parameter_max_length = -1",
                  "log_parameter_max_length_on_error = -1", "log_lock_waits = on"})
                admin.bare_script("have it log all", "alter system set " + std::string(setting));
        }
        again();
    }
    void again() {
        stop_in_order();
        start();
    }
    [[nodiscard]] pg::Connection session(const std::string& more) const {
        pg::SessionOptions options;
        options.conninfo = conninfo() + " dbname=postgres " + more;
        return pg::Connection(options);
    }
    // What it logged so far. To be called after again(): its logger has written all by then.
    [[nodiscard]] std::map<std::string, std::string> logs() const {
        std::map<std::string, std::string> texts;
        for (const auto& entry : std::filesystem::directory_iterator(folder() + "/data/talk"))
            texts[entry.path().extension().string()] += read_file(entry.path());
        return texts;
    }
};

// A load under a role of its own, of all that is refused; and what the program shows of it.
struct MarkedLoad {
    MarkedLoad(const TalkativeServer& server, const std::string& role_name, bool may_quiet_log)
        : role(role_name) {
        const auto admin = server.conninfo() + " dbname=postgres";
        for (const auto& step : operation::set_up_database(admin, {role, rig.database.name()}))
            CHECK(step.end != operation::StepEnd::refused);
        auto session = server.session("");
        session.script("hand it over", "alter database " + rig.database.name() + " owner to " + role);
        if (!may_quiet_log) session.script("take the right", "drop owned by " + role);
        rig.settings.postgres.conninfo += " user=" + role;
        rig.settings.dashboard.file = rig.folder / "page.html";
        rig.settings.metrics.file = rig.folder / "metrics.prom";
        rig.settings.logging.file = rig.folder / "log";
        rig.settings.ingest.batch_rows = 1000;
    }

    ChildEnd command(const std::vector<std::string>& arguments) {
        auto variables = environment_of(rig.settings);
        variables["PADCHESTD_INGEST__MAX_REJECT_RATIO"] = reject_ratio;
        variables["PADCHESTD_INGEST__BREAKER_MIN_ROWS"] = "10";
        variables["PADCHESTD_LOGGING__FORMAT"] = format;
        auto end = run_program(arguments, variables, (rig.folder / "errors").string());
        shown += end.output;
        return end;
    }

    void run() {
        rig.replace(feed_header() + line_of(marked_row(1, "good")));
        CHECK(command({"ingest", "--once"}).exit_code == 0);
        for (const auto& guard : guards()) rig.sql().script("guard the tables", guard.sql);
        rig.append(refused_records(10) + bad_records());
        CHECK(command({"ingest", "--once"}).exit_code == 0);
        // As an update of rows that are there, and one at a time.
        format = "json";
        rig.append(refused_records(10) + line_of(marked_row(2, "good")));
        CHECK(command({"ingest", "--once"}).exit_code == 0);
        reject_ratio = "0.1";
        rig.append(bad_records());
        CHECK(command({"ingest", "--once"}).exit_code != 0); // paused
        for (const char* const format_option : {"--json", "--exit-code"}) command({"status", format_option});
        for (const char* const name : {"status", "audit", "verify", "doctor", "plan"}) command({name});
        command({"quarantine", "list"});
        command({"quarantine", "replay", "--all"});
        page = read_file(rig.settings.dashboard.file);
        for (const auto& entry : std::filesystem::directory_iterator(rig.folder.path())) {
            const bool other =
                entry.path() == rig.settings.feed.path || entry.path() == rig.settings.dashboard.file;
            if (!other) shown += read_file(entry.path());
        }
    }

    [[nodiscard]] long long refused() {
        return rig.number(
            "select count(distinct constraint_or_state) from (select concat_ws(' ', reason, sqlstate)"
            " as constraint_or_state from ingest.quarantine where sqlstate is not null) as states");
    }

    std::string role;
    IngestRig rig{Start::empty};
    std::string reject_ratio = "1", format = "text";
    std::string shown; // commands' output and the files that they and the daemon write, but for the page
    std::string page;  // which counts the stems of the reports
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// The first mark in a text with what is around it; "" where there is none.
std::string marked(const std::string& given) {
    const auto text = lower(given);
    const auto at = std::min(text.find(kWordMark), text.find(kNumberMark));
    return at == std::string::npos ? "" : text.substr(at < 200 ? 0 : at - 200, 300);
}

} // namespace

TEST_CASE("no value of a row reaches a log, the server's neither, whatever refuses the row") {
    TalkativeServer server;
    {
        MarkedLoad load(server, "with_the_right", true);
        load.run();
        CHECK(load.refused() >= 4);
        CHECK(load.rig.number("select count(*) from ods.encounters") >= 2);
        CHECK(marked(load.shown) == "");
        CHECK(load.page.find(kNumberMark) == std::string::npos);
        CHECK(load.shown.find("refused_by_database") != std::string::npos);
        load.rig.hang_up();
    }
    server.again();
    for (const auto& [form, text] : server.logs()) {
        INFO(form);
        CHECK(marked(text) == "");
        CHECK(text.find("copy ods.reports") != std::string::npos);
    }
    // Without the right the server logs what it likes: doctor reports it, and the search finds it.
    {
        MarkedLoad load(server, "without_the_right", false);
        load.run();
        CHECK(marked(load.shown) == "");
        CHECK(load.shown.find("grant set on parameter log_min_messages") != std::string::npos);
        load.rig.hang_up();
    }
    server.again();
    for (const auto& [form, text] : server.logs()) {
        INFO(form);
        CHECK(marked(text) != "");
    }
    note_proof(
        "rows with a mark in each cell, refused by constraints, indexes, keys, a function and the quarantine",
        static_cast<std::int64_t>(4 * guards().size()),
        "no mark in the server's log (text, CSV, JSON), in the program's log, output or files",
        kTriedToGetIdentitiesOut);
}
