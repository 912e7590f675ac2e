#include "config/key.h"
#include "config/reader.h"
#include "support/environment.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace padchestd;
using config::Environment;
using namespace std::chrono_literals;

namespace {

config::Settings settings_of(const std::string& yaml, const Environment& environment = {}) {
    const tests::TempFolder folder;
    tests::write_file(folder / "x.yaml", yaml);
    return config::read(folder / "x.yaml", environment).settings;
}

// What and hint of the refusal, or "accepted".
std::string refusal(const std::string& yaml, const Environment& environment = {}) {
    try {
        static_cast<void>(settings_of(yaml, environment));
        return "accepted";
    } catch (const util::Failure& failure) {
        REQUIRE(failure.exit_code() == util::ExitCode::config);
        return std::string(failure.what()) + "\n" + failure.hint();
    }
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

config::Setting in_force(const config::Configuration& configuration, const std::string& name) {
    for (const auto& setting : configuration.in_force) {
        if (setting.name == name) return setting;
    }
    FAIL("no such key");
    return {};
}

} // namespace

TEST_CASE("without file and environment every key has its default") {
    const auto configuration = config::read({}, {});
    CHECK(configuration.settings.schedule.interval == 60s);
    CHECK(configuration.settings.ingest.batch_rows == 5'000);
    CHECK(configuration.in_force.size() == config::keys().size());
    for (const auto& setting : configuration.in_force) CHECK(setting.origin == "default");
}

TEST_CASE("a default is one of the values that its key allows") {
    for (const auto& key : config::keys()) {
        if (key.secret) continue; // shown masked
        config::Settings settings;
        INFO(key.full_name());
        CHECK(key.set(settings, key.show(config::Settings())));
        CHECK(key.show(settings) == key.show(config::Settings()));
    }
}

TEST_CASE("the shipped configuration lists every key with its default") {
    const auto shipped = config::read(tests::source("config/padchestd.yaml"), {});
    const auto defaults = config::read({}, {});
    for (std::size_t i = 0; i < shipped.in_force.size(); ++i) {
        INFO(shipped.in_force[i].name);
        CHECK(holds(shipped.in_force[i].origin, "padchestd.yaml:"));
        CHECK(shipped.in_force[i].value == defaults.in_force[i].value);
    }
}

TEST_CASE("the demo's and the container's configurations load") {
    for (const std::string name : {"demo.yaml", "container.yaml"}) {
        CHECK_NOTHROW(config::read(tests::source("config/" + name), {}));
    }
}

TEST_CASE("the environment overrides the file, and each value remembers where it came from") {
    const tests::TempFolder folder;
    const auto file = folder / "x.yaml";
    tests::write_file(file, "feed:\n  path: /from/file\n  name: a\n");
    const auto configuration = config::read(file, {{"PADCHESTD_FEED__PATH", "/from/environment"},
                                                   {"PADCHESTD_CONFIG", "not a key"},
                                                   {"OTHER__THING", "not ours"}});
    CHECK(configuration.settings.feed.path == "/from/environment");
    CHECK(in_force(configuration, "feed.path").origin == "environment PADCHESTD_FEED__PATH");
    CHECK(in_force(configuration, "feed.name").origin == file.string() + ":3");
    CHECK(in_force(configuration, "feed.facility").origin == "default");
}

TEST_CASE("durations and sizes take units, and plain numbers are seconds and bytes") {
    const auto settings =
        settings_of("schedule: {interval: 500 ms}\n"
                    "postgres: {statement_timeout: 2h, lock_timeout: 0.5 s, connect_timeout: 90}\n"
                    "feed: {final_record_timeout: 5 min, max_record_bytes: 2 MiB}\n"
                    "ingest: {batch_bytes: 65536}\n");
    CHECK(settings.schedule.interval == 500ms);
    CHECK(settings.postgres.statement_timeout == 2h);
    CHECK(settings.postgres.lock_timeout == 500ms);
    CHECK(settings.postgres.connect_timeout == 90s);
    CHECK(settings.feed.final_record_timeout == 5min);
    CHECK(settings.feed.max_record_bytes == 2U << 20U);
    CHECK(settings.ingest.batch_bytes == 65536);
}

TEST_CASE("an empty file and empty sections are defaults") {
    CHECK(settings_of("").schedule.interval == 60s);
    CHECK(settings_of("# nothing\nfeed:\n").feed.name == "padchest");
    CHECK(settings_of("dashboard:\n  file:\n").dashboard.file.empty());
}

TEST_CASE("an unknown key is refused with its line and the nearest known key") {
    const auto text = refusal("feed:\n  name: a\n  pth: /x\n");
    CHECK(holds(text, ".yaml:3: unknown key feed.pth"));
    CHECK(holds(text, "did you mean feed.path?"));
    CHECK(holds(refusal("feed: {interval: 1 s}"), "did you mean schedule.interval?"));
    CHECK(holds(refusal("a: 1\n"), "unknown section a"));
    CHECK(holds(refusal("loging: {level: info}\n"), "did you mean logging?"));
}

TEST_CASE("an unknown variable is refused with the nearest known one") {
    const auto text = refusal("", {{"PADCHESTD_FEED__PAHT", "/x"}});
    CHECK(holds(text, "unknown variable PADCHESTD_FEED__PAHT"));
    CHECK(holds(text, "did you mean PADCHESTD_FEED__PATH?"));
}

TEST_CASE("a value out of range is refused with the range") {
    const auto text = refusal("ingest:\n  batch_rows: 0\n");
    CHECK(holds(text, ".yaml:2: ingest.batch_rows cannot be `0`"));
    CHECK(holds(text, "allowed: 1 to 1000000"));
    CHECK(holds(refusal("", {{"PADCHESTD_SCHEDULE__INTERVAL", "25 h"}}),
                "environment PADCHESTD_SCHEDULE__INTERVAL: schedule.interval"));
}

TEST_CASE("a value of the wrong type is refused") {
    for (const std::string yaml :
         {"schedule: {interval: soon}", "schedule: {interval: 1 parsec}", "schedule: {interval: -1 s}",
          "schedule: {interval: 0.0001 s}", "schedule: {interval: }", "ingest: {batch_rows: 1.5}",
          "ingest: {batch_rows: 1e3}", "ingest: {batch_bytes: 8 MiB extra}",
          "ingest: {max_reject_ratio: nan}", "ingest: {max_reject_ratio: half}", "logging: {level: loud}",
          "feed: {path: }", "feed: {path: \"a\\0b\"}", "feed: {path: [a]}", "feed: [path]", "feed: path",
          "- feed", "feed: {path: {a: b}}", "patients: {count: 99999999999999999999999}"}) {
        INFO(yaml);
        CHECK(refusal(yaml) != "accepted");
    }
}

TEST_CASE("a key that is given twice is refused") {
    CHECK(holds(refusal("feed:\n  name: a\n  name: b\n"), ".yaml:3: feed.name is given twice"));
    CHECK(holds(refusal("feed: {name: a}\nlogging: {level: info}\nfeed: {facility: b}\n"),
                ".yaml:3: feed is given twice"));
}

TEST_CASE("what is not YAML is refused with its line") {
    CHECK(holds(refusal("logging:\n  level: info\nfeed: {path: a\n"), "not YAML"));
    CHECK(holds(refusal("feed:\n\tpath: a\n"), ".yaml:2: not YAML"));
    CHECK(holds(refusal("a: b\n---\nc: d\n"), "several documents"));
}

TEST_CASE("a configuration that cannot be read is refused") {
    for (const std::string path : {"/no/such/file.yaml", "/tmp"}) {
        CHECK_THROWS_AS(config::read(path, {}), util::Failure);
    }
}

TEST_CASE("a first backoff longer than the longest is refused") {
    CHECK(holds(refusal("postgres: {backoff_first: 2 s, backoff_most: 1 s}"), "backoff_first"));
}

TEST_CASE("a password is neither shown nor quoted in an error") {
    const Environment environment{{"PADCHESTD_POSTGRES__CONNINFO", "host=h password='s3 cret' user=u"}};
    const auto configuration = config::read({}, environment);
    CHECK(configuration.settings.postgres.conninfo == "host=h password='s3 cret' user=u");
    CHECK(in_force(configuration, "postgres.conninfo").value == "user=u password=*** host=h");
    CHECK_FALSE(holds(refusal("postgres:\n  conninfo: \"s3cret\\0\"\n"), "s3cret"));
}
