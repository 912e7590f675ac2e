#include "util/printable.h"

#include <catch2/catch.hpp>

using namespace padchestd;

TEST_CASE("a text of the feed cannot command a terminal") {
    CHECK(util::printable("cardiomegalia, ñ, €, 𝄞") == "cardiomegalia, ñ, €, 𝄞");
    CHECK(util::printable("\x1b]0;owned\x07") == "?]0;owned?");
    CHECK(util::printable("a\rb\tc\nd\x7f") == "a?b?c?d?");
    CHECK(util::printable("\u009b31m") == "?31m");        // C1: a control sequence of one character
    CHECK(util::printable("a\u202eb\u2066c") == "a?b?c"); // direction of text
    CHECK(util::printable("\xff\xc3") == "??");
    CHECK(util::printable("\xed") == "?");
    CHECK(util::printable("").empty());
}
