#include "config/nearest.h"

#include <catch2/catch.hpp>

#include <vector>

TEST_CASE("the nearest word is one that needs few changes") {
    using padchestd::config::nearest;
    const std::vector<std::string> known{"feed.path", "feed.name", "logging.level"};
    CHECK(nearest("feed.pth", known) == "feed.path");
    CHECK(nearest("loging.level", known) == "logging.level");
    CHECK(nearest("something.else.entirely", known).empty());
}
