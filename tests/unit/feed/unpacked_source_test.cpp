#include "feed/open_source.h"
#include "feed/tailer.h"
#include "simulator/feed.h"
#include "support/feed_reading.h"
#include "support/packing.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <random>

using namespace padchestd;
using namespace padchestd::tests;
using feed::Waiting;

namespace {

using Pack = std::function<std::string(std::string_view)>;

struct Form {
    const char* extension;
    Pack pack;
};

std::vector<Form> forms() {
    return {{".gz", [](std::string_view text) { return gzip(text); }},
            {".bgz", [](std::string_view text) { return gzip(text, 1); }},
            {".zst", [](std::string_view text) { return zstd(text); }}};
}

std::string made_up_feed(std::uint64_t encounters) {
    simulator::FeedGenerator generator(
        {.encounters = encounters, .images_per_study = 1.5, .seed = 11, .bad_records = 0.02});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    return text;
}

std::string in_members(const std::string& text, std::size_t length, const Pack& pack) {
    std::string packed;
    for (std::size_t at = 0; at < text.size(); at += length) packed += pack(text.substr(at, length));
    return packed;
}

std::vector<PlainRecord> records_of(const std::filesystem::path& path) {
    feed::Tailer tailer(path, {});
    REQUIRE(tailer.open());
    feed::Position at = tailer.first_record();
    std::vector<PlainRecord> records;
    read_all(tailer, at, records);
    return records;
}

std::string failure_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::data);
        return failure.what();
    }
    return "none";
}

} // namespace

TEST_CASE("a compressed feed gives the records of the plain one, at the same offsets, however it grows") {
    const TempFolder folder;
    const std::string text = made_up_feed(300);
    write_file(folder / "feed.csv", text);
    const auto expected = records_of(folder / "feed.csv");
    std::mt19937_64 random(5);
    for (const auto& [extension, pack] : forms()) {
        for (const std::size_t length : {text.size(), std::size_t{20'000}, std::size_t{700}}) {
            CAPTURE(extension, length);
            const auto path = folder / (std::to_string(length) + extension);
            const std::string packed = in_members(text, length, pack);
            feed::Tailer tailer(path, {.batch_records = 50});
            std::vector<PlainRecord> records;
            feed::Position at;
            for (std::size_t done = 0; done < packed.size();) {
                std::uniform_int_distribution<std::size_t> piece(1, packed.size() / 6);
                append_file(path, packed.substr(done, piece(random)));
                done = std::filesystem::file_size(path);
                if (!tailer.open()) continue;
                if (at.byte_offset == 0) at = tailer.first_record();
                read_all(tailer, at, records);
            }
            CHECK(tailer.size() == text.size());
            CHECK(records == expected);
        }
    }
}

TEST_CASE("any place of a compressed feed can be read, in any order") {
    const TempFolder folder;
    const std::string text = made_up_feed(6000); // several access points
    REQUIRE(text.size() > (3U << 20U));
    std::mt19937_64 random(6);
    for (const auto& [extension, pack] : forms()) {
        write_file(folder / ("feed" + std::string(extension)), in_members(text, 900'000, pack));
        const auto source = feed::open_source(folder / ("feed" + std::string(extension)));
        REQUIRE(source->size() == text.size());
        for (int i = 0; i < 40; ++i) {
            const auto offset = std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random);
            std::string bytes(70'000, '\0');
            bytes.resize(source->read(offset, bytes.data(), bytes.size()));
            REQUIRE(bytes == text.substr(offset, 70'000));
        }
    }
}

TEST_CASE("what comes before the damage of a compressed feed is read, and then the error names the place") {
    const TempFolder folder;
    const std::string text = made_up_feed(40);
    for (const auto& [extension, pack] : forms()) {
        const auto path = folder / ("feed" + std::string(extension));
        const std::string whole = pack(text);
        for (const std::string& rest : {std::string("garbage"), pack(text).replace(4, 40, 40, '\xFF')}) {
            CAPTURE(extension, rest.size());
            write_file(path, whole + rest);
            feed::Tailer tailer(path, {});
            REQUIRE(tailer.open());
            feed::Position at = tailer.first_record();
            const auto batch = tailer.read(at);
            CHECK(batch.end.byte_offset == text.size());
            const auto told = failure_of([&] { static_cast<void>(tailer.read(batch.end)); });
            CHECK_THAT(told, Catch::Contains("compressed byte " + std::to_string(whole.size()).substr(0, 2)));
            write_file(path, whole + pack("one more line\n")); // mended
            REQUIRE(tailer.open());
            CHECK(tailer.read(batch.end).records.size() == 1);
        }
    }
}

TEST_CASE("a compressed feed that ends within a member is waited for, and so are NUL bytes after one") {
    const TempFolder folder;
    const std::string text = made_up_feed(40);
    for (const auto& [extension, pack] : forms()) {
        const auto path = folder / ("feed" + std::string(extension));
        const std::string whole = pack(text);
        write_file(path, whole + std::string(whole, 0, whole.size() / 2));
        feed::Tailer tailer(path, {.batch_records = 100'000});
        REQUIRE(tailer.open());
        CHECK(tailer.read(tailer.first_record()).waiting == Waiting::unfinished_record);
        write_file(path, whole + std::string(4096, '\0'));
        REQUIRE(tailer.open());
        CHECK(tailer.read(tailer.first_record()).waiting == Waiting::nothing);
        CHECK(tailer.size() == text.size());
    }
}

TEST_CASE("a feed that was compressed again goes on, and another one under its name is another feed") {
    const TempFolder folder;
    const std::string text = made_up_feed(400);
    const std::string other = made_up_feed(399);
    for (const auto& [extension, pack] : forms()) {
        CAPTURE(extension);
        const auto path = folder / ("feed" + std::string(extension));
        write_file(path, pack(text));
        feed::Tailer tailer(path, {});
        tailer.use_hash_key(util::HashKey({}));
        REQUIRE(tailer.open());
        const auto end = text.size() / 2;
        const auto identity = tailer.identity(end);
        write_file(path, in_members(text, 5000, pack));
        REQUIRE(tailer.open());
        CHECK_FALSE(feed::is_new_generation(tailer.compare(identity, end)));
        write_file(path, pack(std::string(text).replace(end - 1000, 1, "#")));
        REQUIRE(tailer.open());
        CHECK(tailer.compare(identity, end) == feed::Continuity::edited);
        write_file(path, pack(std::string(text, 0, end - 1)));
        REQUIRE(tailer.open());
        CHECK(tailer.compare(identity, end) == feed::Continuity::shrunk);
    }
}

TEST_CASE("a feed whose content is not what its name promises is refused by the content's name") {
    const TempFolder folder;
    const auto open = [&](const char* name, const std::string& content) {
        write_file(folder / name, content);
        feed::Tailer tailer(folder / name, {});
        return failure_of([&] { static_cast<void>(tailer.open()); });
    };
    CHECK_THAT(open("feed.csv", gzip("a,b\n1,2\n")), Catch::Contains("gzip data"));
    CHECK_THAT(open("feed.csv", zstd("a,b\n1,2\n")), Catch::Contains("zstd data"));
    CHECK_THAT(open("feed.csv.gz", "a,b\n1,2\n"), Catch::Contains("no gzip data"));
    CHECK_THAT(open("feed.csv.zst", gzip("a,b\n1,2\n")), Catch::Contains("gzip data"));
    CHECK_THAT(open("feed.csv.zst", "a,b\n1,2\n"), Catch::Contains("no zstd data"));
}

TEST_CASE("a window of zstd above 8 MiB is refused with the way out, and one of 8 MiB is read") {
    const TempFolder folder;
    const std::string text = "a,b\n1,2\n";
    write_file(folder / "feed.csv.zst", zstd_of_window(text, 23));
    feed::Tailer tailer(folder / "feed.csv.zst", {});
    REQUIRE(tailer.open());
    CHECK(tailer.read(tailer.first_record()).records.size() == 1);
    write_file(folder / "feed.csv.zst", zstd_of_window(text, 24));
    CHECK_THAT(failure_of([&] { static_cast<void>(tailer.open()); }),
               Catch::Contains("window is above 8 MiB"));
}

TEST_CASE("a compressed feed that is changed in place is noticed, though its text was read a moment ago") {
    const TempFolder folder;
    const std::string text = made_up_feed(300);
    for (const auto& [extension, pack] : forms()) {
        CAPTURE(extension);
        const auto path = folder / ("feed" + std::string(extension));
        std::string packed = pack(text);
        write_file(path, packed);
        feed::Tailer tailer(path, {});
        tailer.use_hash_key(util::HashKey({}));
        REQUIRE(tailer.open());
        const auto batch = tailer.read(tailer.first_record());
        REQUIRE(batch.end.byte_offset == text.size());
        const auto identity = tailer.identity(text.size());
        CHECK(tailer.still_holds(batch));
        CHECK(tailer.compare(identity, text.size()) == feed::Continuity::same);
        packed[packed.size() / 10 * 9] ^= '\x10'; // within the window before the end
        std::fstream(path, std::ios::in | std::ios::out | std::ios::binary) << packed;
        CHECK_FALSE(tailer.still_holds(batch));
        CHECK(feed::is_new_generation(tailer.compare(identity, text.size())));
    }
}
