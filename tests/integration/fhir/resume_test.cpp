// An export that was interrupted: killed at each of its steps, stopped, on a full disk.

#include "integration/fhir/fhir_rig.h"
#include "support/child_daemon.h"
#include "support/environment.h"
#include "support/tiny_disk.h"
#include "util/failure.h"
#include "util/step.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <csignal>
#include <fstream>

using namespace padchestd;
using namespace padchestd::tests;
using Catch::Matchers::Contains;

namespace {

std::string_view deadly_step;
int steps_before_death = 0;

void die_at_step(std::string_view name) {
    if (name == deadly_step && steps_before_death-- == 0) static_cast<void>(::kill(::getpid(), SIGKILL));
}

// An export in a process of its own, killed when it comes to `step` for the nth time, counted from 0.
Ending killed_at(FhirRig& rig, const std::string& folder, std::string_view step, int nth) {
    return run_in_child([&] {
        deadly_step = step;
        steps_before_death = nth;
        util::observe_steps(die_at_step);
        (void)rig.run(folder);
    });
}

// Without the time that it began at.
std::map<std::string, std::string> content(const FhirRig& rig, const std::string& folder) {
    auto files = rig.files(folder);
    auto manifest = nlohmann::json::parse(files.at("manifest.json"));
    manifest.erase("transactionTime");
    manifest["extension"]["urn:padchestd:export"]["checkpoint"].erase("time");
    files["manifest.json"] = manifest.dump();
    return files;
}

} // namespace

TEST_CASE("an export killed at any step goes on, and is what it would have been", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 23);
    rig.run("whole");
    int number = 0;
    for (const auto* step : {"export_write", "export_state", "export_rename", "export_finish"}) {
        for (int nth = 0;; ++nth) {
            const auto folder = "killed" + std::to_string(number++);
            const auto ending = killed_at(rig, folder, step, nth);
            if (ending == Ending::done) break; // it does not come to this step so often
            CAPTURE(step, nth);
            REQUIRE(ending == Ending::killed);
            if (nth > 0 && std::string_view(step) == "export_rename") // twice in a row
                CHECK(killed_at(rig, folder, "export_write", 1) != Ending::failed);
            if (!std::filesystem::exists(rig.folder / folder / "manifest.json")) (void)rig.run(folder);
            CHECK(content(rig, folder) == content(rig, "whole"));
        }
    }
    CHECK(number > 16);
}

TEST_CASE(
    "an export goes on over a store that lost labels meanwhile, and keeps nothing that it had not saved",
    "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 23);
    REQUIRE(killed_at(rig, "out", "export_write", 5) == Ending::killed); // 20 studies written, 16 saved
    for (int i = 16; i < 23; ++i) rig.append(FhirRig::line(i, "[]"));
    rig.settle();
    CHECK(rig.run("out").resumed);
    rig.run("fresh");
    auto out = rig.files("out");
    auto fresh = rig.files("fresh");
    out.erase("manifest.json");
    fresh.erase("manifest.json");
    CHECK(out == fresh);
    rig.run("second", "out"); // and what changed while it was interrupted comes again
    CHECK(rig.studies("second") == "16 17 18 19 20 21 22 ");
}

TEST_CASE("an interrupted export goes on only with the same request, and one at a time", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 23);
    REQUIRE(killed_at(rig, "out", "export_write", 3) == Ending::killed);
    CHECK_THROWS_WITH(rig.run("out", "", {}), Contains("it was begun with other options"));
    std::filesystem::resize_file(rig.folder / "out/Encounter.ndjson.part", 10);
    CHECK_THROWS_WITH(rig.run("out"), Contains("Encounter.ndjson.part is shorter than it was"));
    write_file(rig.folder / "out/export_state.json", "{");
    CHECK_THROWS_WITH(rig.run("out"), Contains("export_state.json is damaged"));
}

TEST_CASE("an export does not touch a folder that holds something else, or another export", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 1);
    rig.run("whole");
    CHECK_THROWS_WITH(rig.run("whole"), Contains("it holds a whole export"));
    std::filesystem::create_directory(rig.folder / "others");
    write_file(rig.folder / "others/notes.txt", "mine");
    CHECK_THROWS_WITH(rig.run("others"), Contains("it holds the file notes.txt"));
    CHECK(read_file(rig.folder / "others/notes.txt") == "mine");
    for (const auto* name : {"Patient.ndjson", "Encounter.ndjson.part", ".manifest.json.ab", ".hidden"}) {
        const auto folder = "of_another_program_" + std::string(name);
        std::filesystem::create_directory(rig.folder / folder);
        write_file(rig.folder / folder / name, "mine");
        CHECK_THROWS_WITH(rig.run(folder), Contains("it holds the file " + std::string(name)));
        CHECK(rig.files(folder) == std::map<std::string, std::string>{{name, "mine"}});
    }
}

TEST_CASE("an interrupted export does not go on over a link, or beside a file that it did not leave",
          "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 1);
    write_file(rig.folder / "notes.txt", "mine");
    REQUIRE(killed_at(rig, "linked", "export_rename", 0) == Ending::killed);
    std::filesystem::remove(rig.folder / "linked/Patient.ndjson.part");
    std::filesystem::create_symlink(rig.folder / "notes.txt", rig.folder / "linked/Patient.ndjson.part");
    CHECK_THROWS_WITH(rig.run("linked"), Contains("cannot open"));
    CHECK(read_file(rig.folder / "notes.txt") == "mine");
    REQUIRE(killed_at(rig, "hidden", "export_rename", 0) == Ending::killed);
    write_file(rig.folder / "hidden/.mine", "mine");
    CHECK_THROWS_WITH(rig.run("hidden"), Contains("it holds the file .mine"));
}

TEST_CASE("an export onto a full disk ends with an error and goes on when there is space", "[threads]") {
    FhirRig rig;
    rig.append_studies(0, 40);
    const TinyDisk disk(rig.folder / "disk");
    if (!disk.there()) return skip("no file system can be mounted here");
    rig.run("whole");
    disk.fill();
    try {
        (void)rig.run("disk/out");
        FAIL("there was space");
    } catch (const util::Failure& failure) {
        CHECK((failure.exit_code() == util::ExitCode::io ||
               failure.exit_code() == util::ExitCode::cannot_create));
        CHECK_THAT(failure.what(), Contains("No space left on device"));
        CHECK_THAT(failure.hint(), Contains("space"));
    }
    disk.free();
    rig.run("disk/out");
    CHECK(content(rig, "disk/out") == content(rig, "whole"));
}
