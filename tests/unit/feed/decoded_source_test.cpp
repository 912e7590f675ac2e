#include "feed/decoded_source.h"
#include "feed/open_source.h"
#include "feed/tailer.h"
#include "support/environment.h"
#include "support/feed_reading.h"
#include "support/packing.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <random>

using namespace padchestd;
using namespace padchestd::tests;
using namespace std::string_literals;
using feed::Encoding;

namespace {

// Code points as each encoding has them.
struct Form {
    Encoding encoding;
    bool little = true; // of UTF-16

    [[nodiscard]] std::string mark() const {
        if (encoding != Encoding::utf16) return "";
        return little ? "\xFF\xFE" : "\xFE\xFF";
    }
    [[nodiscard]] std::string unit(unsigned value) const {
        const char low = static_cast<char>(value & 0xFFU), high = static_cast<char>(value >> 8U);
        return little ? std::string{low, high} : std::string{high, low};
    }
    [[nodiscard]] std::string encode(char32_t point) const {
        if (encoding == Encoding::latin1) return {static_cast<char>(point)};
        if (point < 0x10000) return unit(point);
        return unit(0xD800U + ((point - 0x10000U) >> 10U)) + unit(0xDC00U + ((point - 0x10000U) & 0x3FFU));
    }
};

const std::vector<Form>& forms() {
    static const std::vector<Form> all{{Encoding::latin1}, {Encoding::utf16, true}, {Encoding::utf16, false}};
    return all;
}

std::string utf8(char32_t point) {
    const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
    const auto tail = [&](int shift) { return byte(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xC0U | (point >> 6U)), tail(0)};
    if (point < 0x10000) return {byte(0xE0U | (point >> 12U)), tail(6), tail(0)};
    return {byte(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

struct Text {
    std::string encoded, converted;
};

// Characters of one to four bytes in UTF-8, as far as the encoding has them.
Text made_up(std::mt19937_64& random, const Form& form, std::size_t characters) {
    const std::u32string latin = U"abc,\n0 ñéü";
    const std::u32string wide = U"abc,\n0 ñéü€łж😀";
    const auto& alphabet = form.encoding == Encoding::latin1 ? latin : wide;
    Text text{form.mark(), form.encoding == Encoding::utf16 ? "\xEF\xBB\xBF" : ""};
    for (std::size_t i = 0; i < characters; ++i) {
        const char32_t point = alphabet[random() % alphabet.size()];
        text.encoded += form.encode(point);
        text.converted += utf8(point);
    }
    return text;
}

std::string encoded(const Form& form, std::u32string_view text) {
    std::string bytes = form.mark();
    for (const char32_t point : text) bytes += form.encode(point);
    return bytes;
}

std::string all_of(const feed::ByteSource& source) {
    std::string bytes(source.size(), '\0');
    bytes.resize(source.read(0, bytes.data(), bytes.size()));
    return bytes;
}

void check_anywhere(std::mt19937_64& random, const feed::ByteSource& source, const std::string& expected) {
    REQUIRE(source.size() == expected.size());
    for (int i = 0; i < 50; ++i) {
        const auto offset = random() % (expected.size() + 1);
        const auto count = random() % std::min<std::size_t>(expected.size() + 1, 300'000);
        std::string bytes(count, '\0');
        bytes.resize(source.read(offset, bytes.data(), count));
        REQUIRE(bytes == expected.substr(offset, count));
    }
}

std::string refusal(const std::filesystem::path& path, Encoding encoding) {
    try {
        static_cast<void>(feed::open_source(path, encoding));
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::data);
        return failure.what();
    }
    return "none";
}

} // namespace

TEST_CASE("text in Latin-1 and UTF-16 is read at any place as its UTF-8") {
    std::mt19937_64 random(seed());
    const TempFolder folder;
    for (const Form& form : forms()) {
        const auto text = made_up(random, form, 1'500'000); // beyond some kept places
        write_file(folder / "feed.csv", text.encoded);
        const auto source = feed::open_source(folder / "feed.csv", form.encoding);
        CHECK(all_of(*source) == text.converted);
        check_anywhere(random, *source, text.converted);
        write_file(folder / "feed.csv.gz", gzip(text.encoded));
        check_anywhere(random, *feed::open_source(folder / "feed.csv.gz", form.encoding), text.converted);
    }
}

TEST_CASE("text that grows in torn pieces is the same as read at once, also where a unit is torn") {
    std::mt19937_64 random(seed());
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    for (const Form& form : forms()) {
        const auto text = made_up(random, form, 40'000);
        write_file(path, "");
        auto source = feed::open_source(path, form.encoding);
        std::string before;
        for (std::size_t at = 0; at < text.encoded.size();) {
            const std::size_t length = 1 + random() % 9'999;
            append_file(path, text.encoded.substr(at, length));
            at += length;
            if (random() % 2 == 0)
                source->refresh();
            else
                source = feed::open_source(path, form.encoding, std::move(source));
            const auto now = all_of(*source);
            REQUIRE(now == text.converted.substr(0, now.size()));
            REQUIRE(now.size() >= before.size());
            before = now;
        }
        check_anywhere(random, *source, text.converted);
        CHECK_FALSE(source->is_cut());
    }
}

TEST_CASE("an end within a character is waited for") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    const Form form{Encoding::utf16, true};
    const auto text = encoded(form, U"a😀");
    for (std::size_t length = text.size() - 1; length > text.size() - 4; --length) {
        write_file(path, text.substr(0, length));
        const auto source = feed::open_source(path, form.encoding);
        CHECK(all_of(*source) == "\xEF\xBB\xBF"
                                 "a");
        CHECK(source->is_cut());
    }
    write_file(path, "\xFF"); // of the byte order mark
    CHECK(feed::open_source(path, form.encoding)->size() == 0);
}

TEST_CASE("a unit that is no character makes its record malformed, and only that") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    const Form form{Encoding::utf16, false};
    const auto lone = form.unit(0xDC00), high = form.unit(0xD83D);
    auto text = encoded(form, U"a,b\n1,");
    text += lone + encoded({Encoding::utf16, false}, U"\n2,ñ\n3,").substr(2) + high;
    text += encoded(form, U"x\n4,5\n").substr(2);
    write_file(path, text);
    feed::Tailer tailer(path, {}, {form.encoding});
    REQUIRE(tailer.open());
    feed::Position at = tailer.first_record();
    std::vector<PlainRecord> records;
    read_all(tailer, at, records);
    REQUIRE(records.size() == 4);
    CHECK(records[0].malformation == feed::Malformation::not_utf8);
    CHECK(records[1].fields == std::vector<std::string>{"2", "\xC3\xB1"});
    CHECK(records[2].malformation == feed::Malformation::not_utf8);
    CHECK(records[3].fields == std::vector<std::string>{"4", "5"});
}

TEST_CASE("a place that is filled in later is converted then, with what comes after it") {
    std::mt19937_64 random(seed());
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    for (const Form& form : forms()) {
        const auto text = made_up(random, form, 100'000);
        auto holed = text.encoded;
        const std::size_t from = 20'001, to = 90'000; // torn units at its ends
        std::fill(holed.begin() + from, holed.begin() + to, '\0');
        write_file(path, holed);
        const auto source = feed::open_source(path, form.encoding);
        const auto start = all_of(*source);
        CHECK(start.find("\0\0\0\0"s) != std::string::npos);
        write_file(path, text.encoded);
        source->refresh();
        check_anywhere(random, *source, text.converted);
    }
}

TEST_CASE("another file under the path is converted from its start") {
    std::mt19937_64 random(seed());
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    for (const Form& form : forms()) {
        const auto first = made_up(random, form, 60'000), second = made_up(random, form, 70'000);
        write_file(path, first.encoded);
        auto source = feed::open_source(path, form.encoding);
        check_anywhere(random, *source, first.converted);
        write_file(folder / "other", second.encoded);
        std::filesystem::rename(folder / "other", path);
        source = feed::open_source(path, form.encoding, std::move(source));
        check_anywhere(random, *source, second.converted);
        write_file(path, first.encoded); // in place, and shorter
        source->refresh();
        check_anywhere(random, *source, first.converted);
    }
}

TEST_CASE("text that does not begin as declared is refused by name") {
    const TempFolder folder;
    const auto path = folder / "feed.csv";
    write_file(path, "a,b\n");
    CHECK(refusal(path, Encoding::utf16).find("byte order mark of UTF-16") != std::string::npos);
    CHECK(refusal(path, Encoding::latin1) == "none");
    for (const std::string mark : {"\xFF\xFE", "\xFE\xFF", "\xEF\xBB\xBF"}) {
        write_file(path, mark + "a,b\n");
        CHECK(refusal(path, Encoding::latin1).find("byte order mark") != std::string::npos);
    }
    write_file(path, "");
    CHECK(refusal(path, Encoding::utf16) == "none");
}
