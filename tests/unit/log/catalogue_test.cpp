// docs/log-events.md against the sources: what is logged is listed, and what is listed is logged.

#include "ingest/cycle.h"
#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace padchestd;

namespace {

std::set<std::string> documented() {
    const auto page = tests::read_file(tests::source("docs/log-events.md"));
    const std::regex row("\n\\| `([a-z_]+)` \\|");
    std::set<std::string> names;
    for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) names.insert((*at)[1]);
    return names;
}

// The names in calls of log::event, log::line and the post of event.cpp: the first literal that is an
// argument of its own. A call without one takes its name from elsewhere; its first literal is a field's,
// after a brace.
void collect(const std::string& source, std::set<std::string>& names) {
    const std::regex call("(log::event|log::line|post)\\(([^\"]*)\"([a-z_]+)\"");
    for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end; ++at) {
        const std::string before = (*at)[2];
        const auto last = before.find_last_not_of(" \n\t");
        if (last != std::string::npos && before[last] == ',') names.insert((*at)[3]);
    }
}

std::set<std::string> logged() {
    std::set<std::string> names;
    for (const char* const folder : {"lib", "daemon"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tests::source(folder))) {
            if (entry.path().extension() == ".cpp") collect(tests::read_file(entry.path()), names);
        }
    }
    // The changes of state are logged under the state's own name.
    for (const auto state : {ingest::CycleState::degraded, ingest::CycleState::paused,
                             ingest::CycleState::standby, ingest::CycleState::no_feed}) {
        names.insert(ingest::name(state));
    }
    return names;
}

} // namespace

TEST_CASE("every event that is logged is in the catalogue") {
    const auto page = documented();
    for (const auto& name : logged()) {
        INFO(name);
        CHECK(page.count(name) == 1);
    }
}

TEST_CASE("every event of the catalogue is logged somewhere") {
    const auto sources = logged();
    CHECK(sources.size() > 25);
    for (const auto& name : documented()) {
        INFO(name);
        CHECK(sources.count(name) == 1);
    }
}
