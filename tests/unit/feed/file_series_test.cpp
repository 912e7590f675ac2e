#include "feed/file_series.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace padchestd;
using Catch::Contains;
using tests::TempFolder;

namespace {

std::string names(const feed::FileSeries& series) {
    std::string text;
    for (const auto& file : series.files()) text += file.name + ' ' + std::to_string(file.bytes) + '\n';
    return text;
}

} // namespace

TEST_CASE("a pattern lists regular files that hold a byte, in the order of the bytes of their names") {
    const TempFolder folder;
    for (const char* name : {"b.csv", "a10.csv", "a9.csv", "\xc3\xa4.csv", ".a.csv", "a.txt"})
        tests::write_file(folder / name, "x");
    tests::write_file(folder / "0.csv", "");
    std::filesystem::create_directory(folder / "c.csv");
    std::filesystem::create_symlink("nowhere", folder / "d.csv");
    std::filesystem::create_symlink("b.csv", folder / "e.csv");
    feed::FileSeries series(folder / "*.csv");
    CHECK(series.is_pattern());
    series.list();
    CHECK(names(series) == "a10.csv 1\na9.csv 1\nb.csv 1\ne.csv 1\n\xc3\xa4.csv 1\n");
    CHECK(series.after("a9.csv")->name == "b.csv");
    CHECK(series.after("aa.csv")->name == "b.csv");
    CHECK(series.after("\xc3\xa4.csv") == nullptr);
    CHECK(series.bytes_after("b.csv") == 2);
    CHECK(series.find("c.csv") == nullptr);
    CHECK(series.path_of("b.csv") == folder / "b.csv");
}

TEST_CASE("question mark and brackets are wildcards, and a path without one is its one file") {
    const TempFolder folder;
    for (const char* name : {"a1.csv", "a2.csv", "a12.csv"}) tests::write_file(folder / name, "x");
    feed::FileSeries one(folder / "a?.csv");
    one.list();
    CHECK(names(one) == "a1.csv 1\na2.csv 1\n");
    feed::FileSeries range(folder / "a[2-9].csv");
    range.list();
    CHECK(names(range) == "a2.csv 1\n");
    feed::FileSeries plain(folder / "missing.csv");
    plain.list();
    CHECK_FALSE(plain.is_pattern());
    CHECK(plain.path_of(plain.files().at(0).name) == folder / "missing.csv");
}

TEST_CASE("a pattern that cannot name a feed is refused with the reason") {
    const TempFolder folder;
    const auto listed = [&](const std::string& pattern) {
        feed::FileSeries series(folder / pattern);
        series.list();
        return series.files().size();
    };
    CHECK(listed("*.csv") == 0);
    CHECK(listed("missing/*.csv") == 0);
    CHECK_THROWS_WITH(listed("*/a.csv*"), Contains("wildcard in the name of a folder"));
    std::filesystem::create_directory(folder / "a.csv");
    CHECK_THROWS_WITH(listed("*.csv"), Contains("folders or special files only"));
    tests::write_file(folder / "b\xff.csv", "x");
    CHECK_THROWS_WITH(listed("*.csv"), Contains("not UTF-8"));
    tests::write_file(folder / "file", "x");
    CHECK_THROWS_WITH(listed("file/*.csv"), Contains("cannot list"));
}
