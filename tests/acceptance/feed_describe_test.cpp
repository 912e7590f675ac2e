// `feed describe` and `config check --feed` as an operator runs them.

#include "support/child.h"
#include "support/environment.h"
#include "support/feed_text.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string last_line(const std::string& output) {
    const auto end = output.find_last_not_of('\n');
    const auto begin = output.rfind('\n', end);
    return output.substr(begin == std::string::npos ? 0 : begin + 1, end - begin);
}

} // namespace

TEST_CASE("feed describe ends with the verdict, and with 0 where the file can be loaded") {
    const TempFolder folder;
    const auto file = (folder / "feed.csv").string();
    write_file(file, feed_header() + feed_line({}));
    const auto good = run_program({"feed", "describe", file}, {});
    INFO(good.output);
    CHECK(good.exit_code == 0);
    CHECK(last_line(good.output) == "verdict      can be loaded as format padchest");

    write_file(file, "ImageID,StudyID,Labels\n1,2,3\n");
    const auto bad = run_program({"feed", "describe", file}, {});
    INFO(bad.output);
    CHECK(bad.exit_code == 65);
    CHECK(last_line(bad.output).starts_with("verdict      cannot be loaded: the header lacks columns"));
    const auto json = run_program({"feed", "describe", "--json", file}, {});
    CHECK(json.exit_code == 65);
    CHECK(nlohmann::json::parse(json.output).at("can_be_loaded") == false);

    CHECK(run_program({"feed", "describe", (folder / "none.csv").string()}, {}).exit_code == 66);
}

TEST_CASE("config check --feed gives the verdict of the configured feed, without a database") {
    const TempFolder folder;
    const auto file = (folder / "feed.csv").string();
    const std::map<std::string, std::string> variables{{"PADCHESTD_FEED__PATH", file},
                                                       {"PADCHESTD_POSTGRES__CONNINFO", "host=/nowhere"}};
    write_file(file, feed_header() + feed_line({}));
    const auto good = run_program({"config", "check", "--feed"}, variables);
    INFO(good.output);
    CHECK(good.exit_code == 0);
    CHECK(good.output.find("can be loaded as format padchest") != std::string::npos);

    write_file(file, "\x1F\x8B\x08 no csv");
    const auto bad = run_program({"config", "check", "--feed"}, variables);
    INFO(bad.output);
    CHECK(bad.exit_code == 65);
    CHECK(bad.output.find("gzip data") != std::string::npos);

    auto other = variables;
    other["PADCHESTD_FEED__FORMAT"] = "unheard-of";
    CHECK(run_program({"config", "check", "--feed"}, other).exit_code == 78);
}
