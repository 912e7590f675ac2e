// The .sql files of lib/ against its sources: a file that no source names is an entry that somebody forgot.

#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace padchestd;

namespace {

// What the sources of a layer name after `sql::`.
std::set<std::string> named_in(const std::filesystem::path& layer) {
    const std::regex constant("sql::([a-z_0-9]+)");
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(layer)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
        const std::string text = tests::read_file(entry.path());
        for (std::sregex_iterator at(text.begin(), text.end(), constant), end; at != end; ++at)
            names.insert((*at)[1]);
    }
    return names;
}

// As cmake/embed.cmake makes it: `count/pairs.sql` is count_pairs.
std::string name_of(const std::filesystem::path& file) {
    std::string name;
    for (const auto& part : file.parent_path() / file.stem())
        name += (name.empty() ? "" : "_") + part.string();
    return name;
}

} // namespace

TEST_CASE("every SQL file of a layer is used by it") {
    std::size_t files = 0;
    for (const auto& layer : std::filesystem::directory_iterator(tests::source("lib"))) {
        if (!std::filesystem::is_directory(layer.path() / "sql")) continue;
        const auto names = named_in(layer.path());
        for (const auto& entry : std::filesystem::recursive_directory_iterator(layer.path() / "sql")) {
            if (entry.path().extension() != ".sql") continue;
            INFO(entry.path());
            CHECK(names.count(name_of(entry.path().lexically_relative(layer.path() / "sql"))) == 1);
            ++files;
        }
    }
    CHECK(files > 100);
}
