// Promise 7: nothing that a feed, an operator's command or a setting does leaves a state that the daemon, or
// the command that its hint names, cannot leave again.

#include "recovery/small_studies.h"
#include "recovery/troubled_world.h"
#include "support/brief.h"
#include "support/environment.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::vector<std::string> good_records(int count) {
    std::vector<std::string> records;
    for (int i = 0; i < count; ++i) records.push_back(studies(i, i + 1));
    return records;
}

// The commands between backquotes in a hint, without the program's name; those that only look are left out.
std::vector<std::vector<std::string>> commands_in(const std::string& hint) {
    std::vector<std::vector<std::string>> commands;
    for (auto at = hint.find("`padchestd "); at != std::string::npos; at = hint.find("`padchestd ", at + 1)) {
        const auto text = hint.substr(at + 11, hint.find('`', at + 1) - at - 11);
        std::vector<std::string> words;
        std::istringstream stream(text);
        for (std::string word; stream >> word;) words.push_back(word);
        if (!text.starts_with("quarantine list") && !text.starts_with("status")) commands.push_back(words);
    }
    return commands;
}

std::string state_of(TroubledWorld& world, const ingest::CycleReport& report) {
    if (report.state != ingest::CycleState::idle)
        return std::string(name(report.state)) + ": " + problem_of(report).what;
    const auto status = world.command({"status", "--exit-code"});
    return status.exit_code == 0 ? "" : "status: " + status.output;
}

// "" when healthy within a bounded number of cycles, else what is wrong.
std::string heal(TroubledWorld& world) {
    std::string wrong;
    for (int cycle = 0; cycle < 40; ++cycle) {
        const auto report = world.rig.cycle();
        if (report.state == ingest::CycleState::worked) continue;
        wrong = state_of(world, report);
        if (wrong.empty()) return "";
        for (const auto& words : commands_in(problem_of(report).hint)) world.command(words);
    }
    return wrong;
}

std::map<std::string, std::string> clinical_content(IngestRig& rig) {
    std::vector<std::string> except{"patients.created_at"};
    for (const char* table : {"encounters", "procedures", "reports"})
        for (const char* column : {"updated_at", "source_generation", "source_offset"})
            except.push_back(std::string(table) + '.' + column);
    return content(rig.sql(), "ods", except);
}

void disturb_and_heal(const std::vector<std::string>& records, std::mt19937_64& random, int steps) {
    TroubledWorld world(records, random);
    std::string history;
    for (int step = 0; step < steps; ++step) {
        const auto& trouble = troubles()[world.random(troubles().size())];
        history += std::string(trouble.name) + "; ";
        trouble.make(world);
        if (world.random(2) == 0) static_cast<void>(world.rig.cycle());
    }
    INFO(history);
    world.take_troubles_away();
    world.complete_feed();
    REQUIRE(heal(world) == "");
    world.command({"quarantine", "replay", "--all"});
    REQUIRE(heal(world) == "");

    IngestRig calm;
    calm.replace(world.intended());
    calm.settle();
    world.repeat_edits(calm);
    CHECK(differences(clinical_content(world.rig), clinical_content(calm)) == "");
    CHECK(flaws(world.rig.sql(), world.rig.settings) == "");
}

} // namespace

TEST_CASE("after any trouble is taken away the daemon becomes healthy and equals a fresh load") {
    const auto first = seed();
    const auto records = good_records(60);
    // A sanitizer looks for other faults than this test does: fewer sequences are enough for it.
    const int sequences = long_run() ? 500 : briefly() ? 4 : 30;
    for (int i = 0; i < sequences; ++i) {
        std::mt19937_64 random(first + static_cast<std::uint64_t>(i));
        CAPTURE(first, i);
        disturb_and_heal(records, random, 6 + static_cast<int>(random() % 8));
    }
    note_proof("random sequences of feed edits, commands, kills, settings and schema changes", sequences,
               "healthy again each time, by itself or by the command of the hint, and equal to a fresh load",
               kTriedToGetItStuck);
}
