// docs/runbook.md against the catalogue of events, and the pages that hints name against docs/.

#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace padchestd;

namespace {

std::set<std::string> found(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    std::set<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        all.insert((*at)[1]);
    return all;
}

} // namespace

TEST_CASE("the runbook has an entry for every event of a warning or an error") {
    const auto catalogue = tests::read_file(tests::source("docs/log-events.md"));
    const auto loud = found(catalogue, "\n\\| `([a-z_]+)` \\|[^|]*(?:warning|error)[^|]*\\|");
    const auto entries = found(tests::read_file(tests::source("docs/runbook.md")), "\n\\| `([a-z_]+)` \\|");
    CHECK(loud.size() > 20);
    for (const auto& event : loud) {
        INFO(event);
        CHECK(entries.count(event) == 1);
    }
}

TEST_CASE("every page that the program or its comments name is there") {
    std::size_t named = 0;
    for (const char* const folder : {"lib", "daemon"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tests::source(folder))) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h") continue;
            for (const auto& page : found(tests::read_file(entry.path()), "(docs/[a-z/0-9-]+\\.md)")) {
                INFO(entry.path() << " names " << page);
                CHECK(std::filesystem::exists(tests::source(page)));
                ++named;
            }
        }
    }
    CHECK(named > 5);
}
