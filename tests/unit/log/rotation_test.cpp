// The log that rotates itself, and the limit on lines that repeat.

#include "log/event.h"
#include "log/repeats.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace padchestd;
using namespace std::chrono_literals;

TEST_CASE("a log that rotates itself under load loses no line and cuts none") {
    const tests::TempFolder folder;
    log::Target target;
    target.file = folder / "log";
    target.rotate_bytes = 4'000;
    target.rotate_keep = 100;
    log::open(target);
    constexpr int kLines = 1'000;
    for (int i = 0; i < kLines; ++i) {
        log::event(log::Level::info, "tried", {{"number", i}, {"padding", "0123456789"}});
        if (i % 500 == 499) log::open(target); // a HUP in between
    }
    log::close();
    std::vector<bool> seen(kLines);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++files;
        CHECK(entry.file_size() <= 4'000);
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const auto at = line.find("number=");
            REQUIRE(at != std::string::npos);
            seen.at(std::stoul(line.substr(at + 7))) = true;
            CHECK(line.substr(line.size() - 10) == "0123456789");
        }
    }
    CHECK(files > 10);
    CHECK(std::count(seen.begin(), seen.end(), true) == kLines);
}

TEST_CASE("at most logging.rotate_keep rotated logs stay") {
    const tests::TempFolder folder;
    log::Target target;
    target.file = folder / "log";
    target.rotate_bytes = 200;
    target.rotate_keep = 2;
    log::open(target);
    for (int i = 0; i < 50; ++i) log::event(log::Level::info, "tried", {{"number", i}});
    log::close();
    CHECK(std::filesystem::exists(folder / "log.2"));
    CHECK_FALSE(std::filesystem::exists(folder / "log.3"));
}

TEST_CASE("a line that repeats passes ten times a minute, and the rest is counted") {
    log::Repeats repeats;
    const log::Repeats::Time begin{1h};
    const auto passes = [&](const char* problem, int number, log::Repeats::Time now) {
        return repeats.passes("degraded", {{"problem", problem}, {"retry_ms", number}}, now);
    };
    int passed = 0;
    for (int i = 0; i < 25; ++i) passed += passes("no database", i, begin + std::chrono::seconds(i)) ? 1 : 0;
    CHECK(passed == 10);
    CHECK(passes("another problem", 1, begin + 30s));
    CHECK(repeats.take_over(begin + 59s).empty());
    const auto over = repeats.take_over(begin + 60s);
    REQUIRE(over.size() == 1);
    CHECK(over[0].event == "degraded");
    CHECK(over[0].suppressed == 15);
    CHECK(passes("no database", 1, begin + 61s));
}
