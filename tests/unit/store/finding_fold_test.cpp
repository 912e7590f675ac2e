// What findings change beside studies, decided without a database.

#include "unit/store/fold_records.h"

#include <catch2/catch.hpp>

#include <memory>

using namespace padchestd;
using namespace padchestd::store;
using namespace padchestd::tests;
using clinical::StudyRecord;

namespace {

StudyRecord finding(std::int64_t offset, std::string_view study, std::string_view id,
                    std::string_view content) {
    StudyRecord one = record(offset, study, "image", "study");
    one.report.reset();
    one.finding = std::make_shared<clinical::Finding>();
    one.finding->finding_id = id;
    one.finding->locations = &kNoCodes;
    one.finding->content_hash = util::content_hash(content);
    return one;
}

// A study of another feed, from findings or not.
SourceRows stored_study(bool from_findings, bool of_other_feed = true) {
    SourceRows source;
    source.encounters["s"] = {{util::content_hash("study"), {9, 900}}, of_other_feed, {}, from_findings};
    source.procedures["image"] = {
        "s", {util::content_hash("image"), {9, 900}}, {}, of_other_feed, from_findings};
    return source;
}

} // namespace

TEST_CASE(
    "findings of a study that no feed has brought make it, and a finding that is there twice is one row") {
    const auto draw = one_patient();
    const SourceRows empty;
    PatientChoice choice(draw);
    StudyFold fold(empty, choice, nullptr);
    const auto first = finding(10, "s", "a", "x");
    const auto again = finding(20, "s", "a", "x");
    const auto other = finding(30, "s", "b", "y");
    for (const auto* const one : {&first, &again, &other}) REQUIRE_FALSE(fold.add(*one));
    CHECK(fold.outcomes() == std::vector{Outcome::loaded, Outcome::unchanged, Outcome::loaded});
    CHECK(fold.encounters().size() == 1);
    CHECK(fold.procedures().size() == 1);
    REQUIRE(fold.findings().size() == 2);
    CHECK(fold.findings()[0].makes_study);
}

TEST_CASE("a finding of a study that another feed has brought adds its own row only") {
    const auto draw = one_patient();
    const auto source = stored_study(false);
    PatientChoice choice(draw);
    StudyFold fold(source, choice, nullptr);
    const auto one = finding(10, "s", "a", "x");
    REQUIRE_FALSE(fold.add(one));
    CHECK(fold.outcomes() == std::vector{Outcome::loaded});
    CHECK(fold.encounters().empty());
    CHECK(fold.procedures().empty());
    REQUIRE(fold.findings().size() == 1);
    CHECK_FALSE(fold.findings()[0].makes_study);
}

TEST_CASE("a feed that brings a study takes over what was made from findings, even with equal content") {
    const auto draw = one_patient();
    const auto source = stored_study(true);
    PatientChoice choice(draw);
    const Replay replay{9, [](const StudyRecord&) { return LaterOffsets{}; }};
    const Replay* const courses[] = {nullptr, &replay}; // the position in the other feed means nothing to it
    for (const Replay* const course : courses) {
        StudyFold fold(source, choice, course);
        const auto whole = record(10, "s", "image", "study");
        const auto again = record(20, "s", "image", "study");
        REQUIRE_FALSE(fold.add(whole));
        REQUIRE_FALSE(fold.add(again));
        CHECK(fold.outcomes() == std::vector{Outcome::loaded, Outcome::unchanged});
        REQUIRE(fold.encounters().size() == 1);
        CHECK(fold.encounters()[0].record == &whole);
        CHECK_FALSE(fold.encounters()[0].is_new);
        CHECK(fold.procedures().size() == 1);
    }
}

TEST_CASE("a study or a finding of another feed of findings is that feed's") {
    const auto draw = one_patient();
    PatientChoice choice(draw);
    const auto one = finding(10, "s", "a", "x");
    const auto made = stored_study(true);
    CHECK(StudyFold(made, choice, nullptr).add(one)->reason == clinical::Reason::study_of_other_feed);
    auto joined = stored_study(false);
    joined.findings[{"s", "a"}] = {{util::content_hash("x"), {1, 10}}, true};
    CHECK(StudyFold(joined, choice, nullptr).add(one)->reason == clinical::Reason::study_of_other_feed);
}

TEST_CASE("a replayed finding is added, and yields to a later word about its image") {
    const auto draw = one_patient();
    PatientChoice choice(draw);
    const auto held = finding(50, "s", "a", "held");
    const Replay replay{1, [](const StudyRecord&) { return LaterOffsets{90, 90, 0}; }};
    auto source = stored_study(true, false);
    StudyFold absent(source, choice, &replay);
    REQUIRE_FALSE(absent.add(held));
    CHECK(absent.findings().size() == 1);
    source.findings[{"s", "a"}] = {{util::content_hash("later"), {1, 20}}, false};
    StudyFold there(source, choice, &replay);
    REQUIRE_FALSE(there.add(held));
    CHECK(there.outcomes() == std::vector{Outcome::superseded});
    CHECK(there.findings().empty());
}
