#include "recovery/small_studies.h"
#include "recovery/troubled_world.h"

#include <csignal>

namespace padchestd::tests {

namespace {

using World = TroubledWorld;

std::string bad_records(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += study(70'000 + static_cast<int>(i), {.date = "20140231"});
    return text;
}

std::string without(std::string text, std::string_view what) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.erase(at, what.size());
    return text;
}

std::string with(std::string text, char from, char to) {
    for (char& c : text)
        if (c == from) c = to;
    return text;
}

void set_database(World& world, const std::string& setting, const std::string& value) {
    const auto database = "alter database " + world.rig.database.name();
    world.meddle(database + " set " + setting + " = " + value);
    world.later([&world, database, setting] { world.meddle(database + " reset " + setting); });
    world.rig.restart();
}

// A session of the administrator's that keeps the table until it is taken away.
void lock_table(World& world, const std::string& table) {
    const auto session = std::make_shared<pg::Connection>(world.rig.database.connect("administrator"));
    session->script("lock a table",
                    "set application_name = psql; begin; lock table " + table + " in access exclusive mode");
    world.later([session] { session->script("give it back", "rollback"); });
}

template<typename Value>
void set_until_cured(World& world, Value& setting, Value value) {
    world.later([&setting, before = setting] { setting = before; });
    setting = std::move(value);
    world.rig.restart();
}

void rename_column(World& world, const std::string& table, const std::string& from, const std::string& to) {
    const auto rename = [&world, table](const std::string& before, const std::string& after) {
        world.meddle("alter table " + table + " rename column " + before + " to " + after);
    };
    rename(from, to);
    world.later([rename, from, to] { rename(to, from); });
}

} // namespace

const std::vector<Trouble>& troubles() {
    static const std::vector<Trouble> all = {
        // The feed.
        {"records arrive", [](World& w) { w.grow(1 + w.random(20)); }},
        {"a bad record", [](World& w) { w.append(bad_records(1)); }},
        {"many bad records", [](World& w) { w.append(bad_records(25)); }},
        {"an open quote", [](World& w) { w.append("\"" + study(80'000)); }},
        {"a hole of NUL bytes", [](World& w) { w.append(std::string(1 + w.random(9000), '\0')); }},
        {"a header in the middle", [](World& w) { w.append(feed_header()); }},
        {"a truncated feed",
         [](World& w) { w.disturb_feed(w.intended().substr(0, w.random(w.intended().size()))); }},
        {"no feed",
         [](World& w) {
             w.disturb_feed("");
             std::filesystem::remove(w.rig.settings.feed.path);
         }},
        {"a folder in the feed's place",
         [](World& w) {
             w.disturb_feed("");
             std::filesystem::remove(w.rig.settings.feed.path);
             std::filesystem::create_directory(w.rig.settings.feed.path);
         }},
        {"a header that lacks a column",
         [](World& w) { w.disturb_feed(without(feed_header(), ",Labels") + bad_records(3)); }},
        {"semicolons for commas", [](World& w) { w.disturb_feed(with(w.intended(), ',', ';')); }},
        {"old line ends", [](World& w) { w.disturb_feed(with(w.intended(), '\n', '\r')); }},
        {"ids that a spreadsheet rounded",
         [](World& w) {
             std::string text = feed_header();
             for (int i = 0; i < 30; ++i) {
                 FeedRow row;
                 row.study = "1.35E+44";
                 row.image = "1.35E+44_" + std::to_string(i) + ".png";
                 text += feed_line(row);
             }
             w.disturb_feed(text);
         }},
        {"a mended feed", [](World& w) { w.mend_feed(); }},

        // Operators and processes.
        {"a cycle", [](World& w) { static_cast<void>(w.rig.cycle()); }},
        {"a restart", [](World& w) { w.rig.restart(); }},
        {"a kill", [](World& w) { w.killed_cycle(1 + static_cast<std::int64_t>(w.random(60))); }},
        {"feed go-on",
         [](World& w) {
             w.command({"feed", "go-on"});
         }},
        {"quarantine replay",
         [](World& w) {
             w.command({"quarantine", "replay", "--all"});
         }},
        {"refresh --full",
         [](World& w) {
             w.command({"refresh", "--full"});
         }},
        {"patient move",
         [](World& w) {
             w.edit({"patient", "move", "P00000" + std::to_string(1 + w.random(9)), "--from",
                     std::to_string(2008 + w.random(9)) + "-03-01", "--location", "Elche"});
         }},
        {"patient move in an impossible year",
         [](World& w) {
             const std::vector<std::string> dates{"0001-01-01", "9999-12-31", "infinity", "1700-01-01"};
             w.edit({"patient", "move", "P000002", "--from", dates[w.random(dates.size())], "--location",
                     "Elche"});
         }},
        {"a move to infinity by SQL",
         [](World& w) {
             w.meddle("insert into ods.patient_moves (patient_id, valid_from, location) "
                      "values ('P000003', 'infinity', 'Elche'), ('P000004', '0001-01-01', 'Elche')");
         }},
        {"patient correct",
         [](World& w) {
             w.edit({"patient", "correct", "P00000" + std::to_string(1 + w.random(9)), "--sex",
                     w.random(2) == 0 ? "F" : "M"});
         }},

        // Settings.
        {"small batches",
         [](World& w) {
             set_until_cured(w, w.rig.settings.ingest.batch_rows, std::uint64_t{1 + w.random(4)});
         }},
        {"a first load",
         [](World& w) { set_until_cured(w, w.rig.settings.ingest.first_load_bytes, std::uint64_t{1}); }},
        {"a strict breaker",
         [](World& w) { set_until_cured(w, w.rig.settings.ingest.max_reject_ratio, 0.0); }},
        {"an open breaker",
         [](World& w) { set_until_cured(w, w.rig.settings.ingest.max_reject_ratio, 1.0); }},
        {"a state file nowhere",
         [](World& w) {
             set_until_cured(w, w.rig.settings.state.file, w.rig.folder / "nowhere/state.json");
         }},
        {"a dashboard nowhere",
         [](World& w) {
             set_until_cured(w, w.rig.settings.dashboard.file, w.rig.folder / "nowhere/page.html");
         }},
        {"statements of a millisecond",
         [](World& w) {
             set_until_cured(w, w.rig.settings.postgres.statement_timeout, std::chrono::milliseconds(1));
         }},

        // The database.
        {"German dates", [](World& w) { set_database(w, "datestyle", "'German'"); }},
        {"an empty search path", [](World& w) { set_database(w, "search_path", "''"); }},
        {"read-only transactions", [](World& w) { set_database(w, "default_transaction_read_only", "on"); }},
        {"sessions that end when idle", [](World& w) { set_database(w, "idle_session_timeout", "'1ms'"); }},
        {"serializable transactions",
         [](World& w) { set_database(w, "default_transaction_isolation", "'serializable'"); }},
        {"an ended session",
         [](World& w) {
             w.meddle(
                 "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                 "and application_name = 'padchestd writer'");
         }},
        {"a locked table",
         [](World& w) { lock_table(w, w.random(2) == 0 ? "ods.encounters" : "dwh.fact_encounter"); }},
        {"a column with another name",
         [](World& w) { rename_column(w, "ods.procedures", "modality", "modality_x"); }},
        {"an emptied fact table", [](World& w) { w.meddle("truncate dwh.fact_encounter"); }},
        {"lost reference rows",
         [](World& w) {
             w.meddle(
                 "delete from ods.diagnosis_ancestors; delete from ods.diagnoses as term where not exists "
                 "(select from ods.encounter_diagnoses as used where used.diagnosis_code = "
                 "term.diagnosis_code)");
         }},
        {"a newer program's migration",
         [](World& w) {
             w.meddle("insert into ingest.migrations values (999, 'future', 'x', '9.9', now())");
             w.later([&w] { w.meddle("delete from ingest.migrations where version = 999"); });
         }},
    };
    return all;
}

} // namespace padchestd::tests
