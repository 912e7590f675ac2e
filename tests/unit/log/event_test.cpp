#include "log/event.h"
#include "log/line.h"
#include "log/line_file.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using namespace padchestd;
using log::Format;
using log::Level;

namespace {

// A folder, and at the end a closed log.
class LogFolder {
  public:
    ~LogFolder() { log::close(); }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }

  private:
    tests::TempFolder folder_;
};

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

std::string text_line(std::initializer_list<log::Field> fields) {
    return log::line(Format::text, Level::info, "tried", fields, "2026-11-22T17:40:34.123456Z");
}

} // namespace

TEST_CASE("a text line has time, level, event and fields") {
    CHECK(text_line({{"batch", 17},
                     {"ratio", 0.25},
                     {"whole", true},
                     {"name", "padchest"},
                     {"size", std::uint64_t{5}}}) ==
          "2026-11-22T17:40:34.123456Z info event=tried batch=17 ratio=0.25 whole=true name=padchest size=5");
}

TEST_CASE("a text value that would break the line is quoted and escaped") {
    CHECK(text_line({{"hint", "is it there?"}}).substr(45) == "hint=\"is it there?\"");
    CHECK(text_line({{"a", ""}, {"b", "x=y"}, {"c", "say \"no\"\\"}, {"d", "one\ntwo\x01"}}).substr(45) ==
          R"(a="" b="x=y" c="say \"no\"\\" d="one\ntwo\x01")");
}

TEST_CASE("a JSON line is one object with ECS names, whatever the values hold") {
    const auto line =
        log::line(Format::json, Level::warning, "tried",
                  {{"batch", -1}, {"text", "one\ntwo \"three\""}, {"bad", "\xff"}, {"ratio", 0.5}},
                  "2026-11-22T17:40:34.123456Z");
    CHECK(line.find('\n') == std::string::npos);
    const auto json = nlohmann::json::parse(line);
    CHECK(json["@timestamp"] == "2026-11-22T17:40:34.123456Z");
    CHECK(json["log.level"] == "warning");
    CHECK(json["event.action"] == "tried");
    CHECK(json["service.name"] == "padchestd");
    CHECK(json["padchestd"]["batch"] == -1);
    CHECK(json["padchestd"]["text"] == "one\ntwo \"three\"");
}

TEST_CASE("a number that JSON cannot hold is null") {
    const auto line =
        log::line(Format::json, Level::info, "tried", {{"x", std::numeric_limits<double>::quiet_NaN()}}, "t");
    CHECK(nlohmann::json::parse(line)["padchestd"]["x"].is_null());
}

TEST_CASE("events reach the file in their order, and lower levels do not") {
    const LogFolder folder;
    log::open({.file = folder.file("log"), .level = Level::info});
    log::event(Level::debug, "too_low", {});
    for (int i = 0; i < 1000; ++i) log::event(Level::info, "counted", {{"i", i}});
    log::close();
    const auto lines = lines_of(folder.file("log"));
    REQUIRE(lines.size() == 1000);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        REQUIRE(lines[i].find(" event=counted i=" + std::to_string(i)) ==
                lines[i].size() - 17 - std::to_string(i).size());
    }
}

TEST_CASE("a log that is rotated and opened again loses no line") {
    const LogFolder folder;
    const log::Target target{.file = folder.file("log")};
    log::open(target);
    std::thread busy([] {
        for (int i = 0; i < 1500; ++i) log::event(Level::info, "counted", {{"i", i}});
    });
    int rotations = 0;
    for (; rotations < 20; ++rotations) {
        if (std::filesystem::exists(target.file)) {
            std::filesystem::rename(target.file, folder.file("log." + std::to_string(rotations)));
        }
        log::open(target);
        std::this_thread::yield();
    }
    busy.join();
    log::close();
    CHECK(log::dropped() == 0);
    std::size_t lines = lines_of(target.file).size();
    for (int i = 0; i < rotations; ++i) lines += lines_of(folder.file("log." + std::to_string(i))).size();
    CHECK(lines == 1500);
}

TEST_CASE("a log opened again on another path continues there") {
    const LogFolder folder;
    log::open({.file = folder.file("first")});
    log::event(Level::info, "one", {});
    log::close();
    log::open({.file = folder.file("first")});
    log::open({.file = folder.file("second"), .format = Format::json});
    log::event(Level::info, "two", {});
    log::close();
    CHECK(lines_of(folder.file("first")).size() == 1);
    REQUIRE(lines_of(folder.file("second")).size() == 1);
    CHECK(nlohmann::json::parse(lines_of(folder.file("second"))[0])["event.action"] == "two");
}

TEST_CASE("lines that the file does not take are counted, and reported when it takes them again") {
    const LogFolder folder;
    log::LineFile file({.file = "/dev/full"}); // every write fails with ENOSPC
    file.write("a line for standard error: the log is full on purpose");
    file.write("another line for standard error");
    file.count_lost(3);
    CHECK(file.lost() == 5);
    file.retarget({.file = folder.file("log")});
    file.write("taken");
    CHECK(file.lost() == 0);
    const auto lines = lines_of(folder.file("log"));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].find("warning event=log_recovered dropped=5") != std::string::npos);
    CHECK(lines[1] == "taken");
    file.write("and again");
    CHECK(lines_of(folder.file("log")).size() == 3);
}

TEST_CASE("a log whose folder comes later is found by itself") {
    const LogFolder folder;
    log::LineFile file({.file = folder.file("later") / "log"});
    file.write("a line for standard error: the folder is missing on purpose");
    CHECK(file.lost() == 1);
    std::filesystem::create_directories(folder.file("later"));
    std::this_thread::sleep_for(std::chrono::milliseconds(1050)); // not tried again within a second
    file.write("taken");
    CHECK(lines_of(folder.file("later") / "log").size() == 2);
}

TEST_CASE("a stuck disk blocks no caller: the oldest lines are dropped and counted") {
    const LogFolder folder;
    const auto pipe = folder.file("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    // Opened for reading too, so that the log can open it; nobody reads, so that it fills up (64 KiB) and
    // then blocks.
    std::fstream reader(pipe, std::ios::in | std::ios::out);
    log::open({.file = pipe});
    constexpr int kEvents = 6000;
    const std::string padding(100, 'x');
    for (int i = 0; i < kEvents; ++i) log::event(Level::info, "counted", {{"i", i}, {"padding", padding}});
    CHECK(log::dropped() < kEvents);
    std::atomic<bool> drained{false};
    std::thread drain([&] { // so that the log's thread comes free, and reports what it lost
        int recovered = 0;
        for (std::string line; std::getline(reader, line);) {
            if (line.find("event=log_recovered") != std::string::npos) ++recovered;
            if (line.find("event=last") != std::string::npos) break;
        }
        CHECK(recovered >= 1);
        drained = true;
    });
    // A line may be lost as long as the log waits before its next try: repeated until one is read.
    while (!drained) {
        log::event(Level::info, "last", {});
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    drain.join();
    log::close();
}
