// The file of thresholds: what the program carries, what a site changes, and how a broken one is refused.

#include "quality/check.h"
#include "quality/thresholds.h"
#include "support/environment.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

quality::Thresholds read(const std::string& yaml) {
    const TempFolder folder;
    write_file(folder / "quality.yaml", yaml);
    return quality::read_thresholds(folder / "quality.yaml");
}

std::string refusal(const std::string& yaml) {
    try {
        (void)read(yaml);
        return "accepted";
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::config);
        return std::string(failure.what()) + " | " + failure.hint();
    }
}

bool holds(const std::string& text, const std::string& part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE(
    "every check of the folder is in the catalogue, with a comment, a threshold and a line of the page") {
    std::set<std::string> files, known;
    for (const std::string category : {"completeness", "plausibility", "conformance"})
        for (const auto& entry : std::filesystem::directory_iterator(source("lib/quality/sql/" + category)))
            files.insert(category + "." + entry.path().stem().string());
    const auto thresholds = quality::read_thresholds({});
    const auto page = read_file(source("docs/quality.md"));
    for (const auto& check : quality::checks()) {
        const std::string name(check.name);
        known.insert(std::string(check.category) + "." + name);
        INFO(name);
        CHECK(check.sql.substr(0, 3) == "-- ");
        CHECK(check.description().size() > 10);
        CHECK(thresholds.count(name) == 1);
        CHECK(page.find("| " + name + " | ") != std::string::npos);
    }
    CHECK(known == files);
    CHECK(known.size() == thresholds.size());
    CHECK(known.size() > 30);
}

TEST_CASE("a site's file changes what it names, and nothing else") {
    const auto built_in = quality::read_thresholds({});
    const auto changed =
        read("completeness:\n  encounters_without_label: 0.5\nplausibility:\n  ages_above_110: off\n");
    CHECK(changed.at("encounters_without_label") == 0.5);
    CHECK_FALSE(changed.at("ages_above_110").has_value());
    CHECK(changed.at("reports_without_text") == built_in.at("reports_without_text"));
    CHECK(read("") == built_in);
    CHECK(read("completeness:\n") == built_in);
    CHECK(read(read_file(source("config/quality.yaml"))) == built_in);
}

TEST_CASE("a broken file of thresholds is refused with file, line, key and range") {
    const auto much = refusal("completeness:\n  # a comment\n  encounters_without_label: 1.5\n");
    CHECK(holds(much, "quality.yaml:3: completeness.encounters_without_label cannot be `1.5`"));
    CHECK(holds(much, "0 to 1"));
    CHECK(holds(refusal("completeness:\n  encounters_without_labels: 0\n"),
                "quality.yaml:2: unknown check completeness.encounters_without_labels | did you mean "
                "completeness.encounters_without_label?"));
    CHECK(
        holds(refusal("plausibility:\n  encounters_without_label: 0\n"), ":2: unknown check plausibility."));
    CHECK(holds(refusal("compleatness: {}\n"),
                ":1: unknown category compleatness | did you mean completeness?"));
    CHECK(holds(refusal("completeness:\n  encounters_without_label: 0\n  encounters_without_label: 1\n"),
                ":3: completeness.encounters_without_label is given twice"));
    CHECK(holds(refusal("completeness: {}\ncompleteness: {}\n"), ":2: completeness is given twice"));
    CHECK(holds(refusal("a: b\n---\nc: d\n"), "several documents"));
    CHECK(holds(refusal("completeness: {a\n"), "not YAML"));
    for (const std::string value :
         {"-0.1", "nan", "inf", "1e400", "some", "5 %", "", "[0]", "{a: 0}", "~", "\"0\\0\""})
        CHECK(holds(refusal("completeness: {encounters_without_label: " + value + "}"), "0 to 1"));
    for (const std::string yaml : {"completeness", "- completeness", "completeness: 0", "completeness: [0]",
                                   "[a]: 0", "completeness: {[a]: 0}"})
        CHECK(refusal(yaml) != "accepted");
    CHECK(holds(refusal(std::string((1U << 20U) + 2, '\n')), "larger than 1 MiB"));
}

TEST_CASE("a file of thresholds that cannot be read is refused by its name") {
    for (const std::string path : {"/no/such/file.yaml", "/tmp"}) {
        try {
            (void)quality::read_thresholds(path);
            FAIL("accepted " << path);
        } catch (const util::Failure& failure) {
            CHECK(failure.exit_code() == util::ExitCode::no_input);
            CHECK(std::string(failure.what()).find(path) != std::string::npos);
        }
    }
}
