#include "feed/text_form.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace std::string_literals;
using feed::TextEncoding;

namespace {

TextEncoding encoding(const std::string& bytes) {
    return feed::text_form(bytes).encoding;
}

std::string utf16(const std::string& ascii, bool little) {
    std::string units;
    for (const char byte : ascii) units += little ? std::string{byte, '\0'} : std::string{'\0', byte};
    return units;
}

} // namespace

TEST_CASE("the encoding of a text is recognized by its bytes") {
    CHECK(encoding("") == TextEncoding::ascii);
    CHECK(encoding("a,b\n") == TextEncoding::ascii);
    CHECK(encoding("a,ni\xC3\xB1o\n") == TextEncoding::utf8);
    CHECK(encoding("a,ni\xF1o\n") == TextEncoding::latin1);
    CHECK(encoding("a,\x93quoted\x94\n") == TextEncoding::unknown); // of Windows-1252
    CHECK(encoding("a,b\xFF\xFE\n") == TextEncoding::unknown);
    CHECK(encoding("\xC3\xB1\xC3\xB1\xC3\xB1,\xF1 \n") == TextEncoding::damaged_utf8);
    CHECK(encoding("\xEF\xBB\xBF"
                   "a,b\n") == TextEncoding::utf8);
    CHECK(feed::text_form("\xEF\xBB\xBF"
                          "a,b\n")
              .byte_order_mark);
    CHECK_FALSE(feed::text_form("a,b\n").byte_order_mark);
}

TEST_CASE("a text that is cut within a character is still UTF-8") {
    const std::string text = "a,\xC3\xB1,\xE2\x82\xAC,\xF0\x9F\x98\x80";
    for (std::size_t length = text.size(); length > 4; --length)
        CHECK(encoding(text.substr(0, length)) == TextEncoding::utf8);
}

TEST_CASE("UTF-16 is recognized with and without a byte order mark") {
    for (const bool little : {true, false}) {
        const auto expected = little ? TextEncoding::utf16_le : TextEncoding::utf16_be;
        const auto text = utf16(",ImageID,StudyID\n", little);
        const auto bare = feed::text_form(text);
        CHECK(bare.encoding == expected);
        CHECK_FALSE(bare.byte_order_mark);
        const auto marked = feed::text_form((little ? "\xFF\xFE"s : "\xFE\xFF"s) + text);
        CHECK(marked.encoding == expected);
        CHECK(marked.byte_order_mark);
    }
    CHECK(encoding("a\0\0\0"s) == TextEncoding::ascii); // a place that is not written yet
    CHECK(encoding("\0\0\0\0"s) == TextEncoding::ascii);
}

TEST_CASE("line ends are counted outside quotes") {
    CHECK(feed::line_ends(feed::text_form("a,b\n1,\"x\r\ny\"\n")) == "LF");
    CHECK(feed::line_ends(feed::text_form("a,b\r\n1,\"x\ny\"\r\n")) == "CR LF");
    CHECK(feed::line_ends(feed::text_form("a,b\r1,2\r3")) == "CR alone");
    CHECK(feed::line_ends(feed::text_form("a,b\r\n1,2\n")) == "mixed");
    CHECK(feed::line_ends(feed::text_form("a,b")).empty());
}
