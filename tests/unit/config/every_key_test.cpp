// Every key with values of another type, just outside of its range and at its ends, made from its
// declaration: a key that is added later is tried as well.

#include "config/key.h"
#include "config/reader.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <regex>

using namespace padchestd;

namespace {

// Of values that are YAML themselves.
const std::map<std::string_view, std::vector<std::string>> kOfAnotherType = {
    {"duration", {"soon", "-1 s", "1 parsec", "1 KiB", "''", "[1 s]"}},
    {"size", {"big", "-1 B", "1 parsec", "1 s", "''", "[1 KiB]"}},
    {"count", {"many", "-1", "1.5", "1e3", "0x10", "99999999999999999999999", "''", "[1]"}},
    {"number", {"half", "nan", "inf", "''", "[0.5]"}},
    {"choice", {"none_of_them", "1", "''", "[a]"}},
    {"path", {"[a]", "{a: b}", "\"a\\0b\""}},
    {"text", {"[a]", "{a: b}", "\"a\\0b\""}},
    {"list", {"name", "[a]", "{a: b}", "\"a:\"", "\"a: b, a: c\"", "\"a: c, b: c\""}},
    {"connection string", {"\"host='\"", "no_such_option=1", "[a]", "{a: b}"}},
};

// The ends of `allowed`, "10 ms to 1 d", and what lies one unit outside of each.
struct Range {
    std::string first, last;
    std::vector<std::string> outside;
};

std::optional<Range> range_of(const config::Key& key) {
    std::smatch part;
    static const std::regex range("([0-9]+)( [A-Za-z]+)? to ([0-9]+)( [A-Za-z]+)?");
    if (!std::regex_match(key.allowed, part, range)) return std::nullopt;
    Range found{part.str(1) + part.str(2), part.str(3) + part.str(4), {}};
    const auto first = std::stoll(part[1]);
    if (first > 0) found.outside.push_back(std::to_string(first - 1) + part.str(2));
    found.outside.push_back(std::to_string(std::stoll(part[3]) + 1) + part.str(4));
    return found;
}

// What and hint of the refusal, or "accepted".
std::string refusal(const config::Key& key, const std::string& value) {
    const tests::TempFolder folder;
    tests::write_file(folder / "x.yaml",
                      std::string(key.section) + ":\n  " + std::string(key.name) + ": " + value + "\n");
    try {
        static_cast<void>(config::read(folder / "x.yaml", {}));
        return "accepted";
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::config);
        return std::string(failure.what()) + "\n" + failure.hint();
    }
}

void check_refused(const config::Key& key, const std::string& value) {
    const auto text = refusal(key, value);
    INFO(key.full_name() << ": " << value << ": " << text);
    CHECK(text.find("x.yaml:2") != std::string::npos);
    CHECK(text.find(key.full_name()) != std::string::npos);
}

} // namespace

TEST_CASE("every key refuses values of another type, with its name and line") {
    for (const auto& key : config::keys()) {
        INFO(key.full_name() << " of type " << key.type);
        REQUIRE(kOfAnotherType.count(key.type) == 1);
        for (const auto& value : kOfAnotherType.at(key.type)) check_refused(key, value);
        if (key.allowed == "any but empty") check_refused(key, "''");
    }
}

TEST_CASE("every key with a range takes its ends, and refuses what lies outside, with the range") {
    int ranges = 0;
    for (const auto& key : config::keys()) {
        const auto range = range_of(key);
        if (!range) continue;
        ++ranges;
        config::Settings settings;
        INFO(key.full_name() << ": " << key.allowed);
        CHECK(key.set(settings, range->first));
        CHECK(key.set(settings, range->last));
        for (const auto& value : range->outside) {
            check_refused(key, value);
            CHECK(refusal(key, value).find("allowed: " + key.allowed) != std::string::npos);
        }
    }
    CHECK(ranges > 20);
}
