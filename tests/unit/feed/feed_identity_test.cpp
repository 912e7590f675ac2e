#include "feed/tailer.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace padchestd;
using feed::Continuity;
using tests::TempFolder;

namespace {

const std::string kHeader = "a,b,c\n";

// Records enough to be far longer than both hashed windows.
std::string rows(char digit, std::size_t count = 60'000) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += std::string(3, digit) + ",2,3\n";
    return text;
}

// A feed that was read to its end, and what a checkpoint remembers of it.
struct ReadFeed {
    TempFolder folder;
    std::filesystem::path path = folder / "feed.csv";
    std::string content = kHeader + rows('1');
    std::uint64_t offset = content.size();
    feed::Tailer tailer{path, {}};
    feed::FeedIdentity identity;

    ReadFeed() {
        tests::write_file(path, content);
        tailer.use_hash_key(util::HashKey(util::Secret{}));
        REQUIRE(tailer.open());
        identity = tailer.identity(offset);
    }

    Continuity now() {
        REQUIRE(tailer.open());
        return tailer.compare(identity, offset);
    }
};

} // namespace

TEST_CASE("a feed that grew is the same") {
    ReadFeed feed;
    CHECK(feed.now() == Continuity::same);
    tests::append_file(feed.path, rows('2'));
    CHECK(feed.now() == Continuity::same);
    CHECK_FALSE(feed::is_new_generation(Continuity::same));
}

TEST_CASE("the same bytes under another inode are a continuation") {
    ReadFeed feed;
    SECTION("renamed and created again, and grown") {
        std::filesystem::rename(feed.path, feed.folder / "feed.csv.1");
        tests::write_file(feed.path, feed.content + rows('2'));
    }
    SECTION("a larger export with the same beginning, renamed over it") {
        tests::write_file(feed.folder / "export", feed.content + rows('3'));
        std::filesystem::rename(feed.folder / "export", feed.path);
    }
    SECTION("a symlink that was swapped") {
        tests::write_file(feed.folder / "copy", feed.content);
        std::filesystem::remove(feed.path);
        std::filesystem::create_symlink("copy", feed.path);
    }
    CHECK(feed.now() == Continuity::moved);
    CHECK_FALSE(feed::is_new_generation(Continuity::moved));
}

TEST_CASE("a file shorter than what was read is a new generation") {
    ReadFeed feed;
    SECTION("renamed and created again") {
        std::filesystem::rename(feed.path, feed.folder / "feed.csv.1");
        tests::write_file(feed.path, kHeader);
    }
    SECTION("replaced by a shorter one with another header") {
        tests::write_file(feed.path, "x,y\n1,2\n");
    }
    SECTION("truncated") {
        std::filesystem::resize_file(feed.path, feed.offset - 1);
    }
    CHECK(feed.now() == Continuity::shrunk);
    CHECK(feed::is_new_generation(Continuity::shrunk));
}

TEST_CASE("another content under the same inode, as long or longer, is a new generation") {
    ReadFeed feed;
    SECTION("copied and truncated, and grown past the old offset") {
        tests::write_file(feed.path, kHeader + rows('4', 70'000));
    }
    SECTION("rewritten at the same size") {
        tests::write_file(feed.path, kHeader + rows('4'));
    }
    CHECK(feed.now() == Continuity::other_start);
    CHECK(feed::is_new_generation(Continuity::other_start));
}

TEST_CASE("another header is a new generation, whatever follows it") {
    ReadFeed feed;
    feed.content[0] = 'x';
    tests::write_file(feed.path, feed.content);
    CHECK(feed.now() == Continuity::other_start);
}

TEST_CASE("an edit just before the offset is a new generation") {
    ReadFeed feed;
    const auto distance = GENERATE(std::size_t{2}, std::size_t{feed::kWindow});
    feed.content[feed.offset - distance] ^= 1;
    SECTION("in place") {
        tests::write_file(feed.path, feed.content);
        CHECK(feed.now() == Continuity::edited);
    }
    SECTION("in another file with the same beginning, and more after it") {
        tests::write_file(feed.folder / "export", feed.content + rows('2'));
        std::filesystem::rename(feed.folder / "export", feed.path);
        CHECK(feed.now() == Continuity::edited);
    }
}

TEST_CASE("a checkpoint just after the header, or in a short file, compares by all that was read") {
    const TempFolder folder;
    tests::write_file(folder / "feed.csv", kHeader + "1,2,3\n4");
    feed::Tailer tailer(folder / "feed.csv", {});
    tailer.use_hash_key(util::HashKey(util::Secret{}));
    REQUIRE(tailer.open());
    const std::uint64_t offset = GENERATE(std::uint64_t{6}, std::uint64_t{12});
    const feed::FeedIdentity identity = tailer.identity(offset);
    CHECK(identity.prefix_length == offset);
    CHECK(identity.window_length == offset);
    tests::write_file(folder / "feed.csv", kHeader + "1,2,3\n4,5,6\n7");
    REQUIRE(tailer.open());
    CHECK(tailer.compare(identity, offset) == Continuity::same);
    CHECK(tailer.identity(offset) == identity);
    tests::write_file(folder / "feed.csv", kHeader + "1,2,9\n4,5,6\n7");
    REQUIRE(tailer.open());
    CHECK(feed::is_new_generation(tailer.compare(identity, offset)) == (offset == 12));
}

TEST_CASE("the header of a feed that was replaced is read again") {
    const TempFolder folder;
    tests::write_file(folder / "feed.csv", kHeader + "1,2,3\n");
    feed::Tailer tailer(folder / "feed.csv", {});
    REQUIRE(tailer.open());
    tests::write_file(folder / "feed.csv", "d,e\n1,2\n");
    REQUIRE(tailer.open());
    CHECK(tailer.header().names == std::vector<std::string>{"d", "e"});
    const auto batch = tailer.read(tailer.first_record());
    REQUIRE(batch.records.size() == 1);
    CHECK(batch.records[0].fields.size() == 2);
}
