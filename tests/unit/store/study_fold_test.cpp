// What a run of records changes, decided without a database.

#include "unit/store/fold_records.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <deque>

using namespace padchestd;
using namespace padchestd::store;
using namespace padchestd::tests;
using clinical::StudyRecord;

TEST_CASE("a new study gives an encounter with a drawn patient, a procedure and a report") {
    const auto draw = one_patient();
    const SourceRows empty;
    PatientChoice choice(draw);
    StudyFold fold(empty, choice, nullptr);
    const auto first = record(10, "s", "s_1", "x");
    REQUIRE_FALSE(fold.add(first));
    REQUIRE(fold.outcomes() == std::vector{Outcome::loaded});
    REQUIRE(fold.encounters().size() == 1);
    CHECK(fold.encounters()[0].patient_id == "P000001");
    CHECK(fold.encounters()[0].is_new);
    CHECK(fold.procedures().size() == 1);
    CHECK(fold.reports().size() == 1);
}

TEST_CASE("of two records of one row the later one is written and the earlier one is superseded") {
    const auto draw = one_patient();
    const SourceRows empty;
    PatientChoice choice(draw);
    StudyFold fold(empty, choice, nullptr);
    const auto first = record(10, "s", "s_1", "old");
    const auto second = record(20, "s", "s_1", "new");
    REQUIRE_FALSE(fold.add(first));
    REQUIRE_FALSE(fold.add(second));
    CHECK(fold.encounters()[0].record == &second);
    // The image did not change: its row is still the first record's.
    CHECK(fold.procedures()[0].record == &first);
    CHECK(fold.outcomes() == std::vector{Outcome::loaded, Outcome::loaded});
}

TEST_CASE("a record whose content is stored already is unchanged, wherever it is") {
    const auto draw = one_patient();
    const auto again = record(900, "s", "s_1", "x");
    SourceRows source;
    source.encounters["s"] = {again.encounter.content_hash, {1, 10}};
    source.procedures["s_1"] = {"s", {again.procedure.content_hash, {1, 10}}};
    source.reports[{"s", "7"}] = {again.report->content_hash, {1, 10}};
    PatientChoice choice(draw);
    StudyFold fold(source, choice, nullptr);
    REQUIRE_FALSE(fold.add(again));
    CHECK(fold.outcomes() == std::vector{Outcome::unchanged});
    CHECK(fold.encounters().empty());
    CHECK(fold.procedures().empty());
    CHECK(fold.reports().empty());
}

TEST_CASE("an existing encounter's patient is not drawn again") {
    const clinical::PatientDraw nobody(util::Secret{}, {});
    const auto changed = record(900, "s", "s_1", "y");
    SourceRows source;
    source.encounters["s"] = {util::content_hash("x"), {1, 10}};
    PatientChoice choice(nobody);
    StudyFold fold(source, choice, nullptr);
    REQUIRE_FALSE(fold.add(changed));
    REQUIRE(fold.encounters().size() == 1);
    CHECK_FALSE(fold.encounters()[0].is_new);
    CHECK(fold.encounters()[0].patient_id.empty());
}

TEST_CASE("a new encounter for which no patient is born is rejected and leaves no trace") {
    const clinical::PatientDraw nobody(util::Secret{}, {});
    const SourceRows empty;
    PatientChoice choice(nobody);
    StudyFold fold(empty, choice, nullptr);
    const auto one = record(10, "s", "s_1", "x");
    const auto rejection = fold.add(one);
    REQUIRE(rejection);
    CHECK(rejection->reason == clinical::Reason::no_eligible_patient);
    CHECK(fold.outcomes().empty());
    CHECK(fold.procedures().empty());
}

TEST_CASE("an image under a second study is rejected, in the batch and against the store") {
    const auto draw = one_patient();
    SourceRows source;
    source.procedures["stored_1"] = {"stored", {util::content_hash("stored_1"), {1, 1}}};
    PatientChoice choice(draw);
    StudyFold fold(source, choice, nullptr);
    const auto first = record(10, "a", "image", "x");
    const auto second = record(20, "b", "image", "x");
    const auto third = record(30, "c", "stored_1", "x");
    REQUIRE_FALSE(fold.add(first));
    CHECK(fold.add(second)->reason == clinical::Reason::image_of_two_studies);
    CHECK(fold.add(third)->reason == clinical::Reason::image_of_two_studies);
}

TEST_CASE("a replayed record yields to later positions, later sightings and later generations") {
    const auto draw = one_patient();
    const auto held = record(50, "s", "s_1", "held");
    SourceRows source;
    source.encounters["s"] = {util::content_hash("stored"), {1, 10}};

    SECTION("nothing later: it is written") {
        const Replay replay{1, [](const StudyRecord&) { return LaterOffsets{}; }};
        PatientChoice choice(draw);
        StudyFold fold(source, choice, &replay);
        REQUIRE_FALSE(fold.add(held));
        CHECK(fold.encounters().size() == 1);
    }
    SECTION("a later record spoke of the encounter without changing it") {
        const Replay replay{1, [](const StudyRecord&) { return LaterOffsets{90, 0, 0}; }};
        PatientChoice choice(draw);
        StudyFold fold(source, choice, &replay);
        REQUIRE_FALSE(fold.add(held));
        CHECK(fold.encounters().empty());
        CHECK(fold.procedures().size() == 1); // its image is absent: inserted
        CHECK(fold.outcomes() == std::vector{Outcome::loaded});
    }
    SECTION("the stored row is of a later position") {
        source.encounters["s"].row.position = {1, 60};
        const Replay replay{1, [](const StudyRecord&) { return LaterOffsets{}; }};
        PatientChoice choice(draw);
        StudyFold fold(source, choice, &replay);
        REQUIRE_FALSE(fold.add(held));
        CHECK(fold.encounters().empty());
    }
    SECTION("the feed is in a later generation: only absent rows are inserted") {
        const Replay replay{2, [](const StudyRecord&) { return LaterOffsets{}; }};
        PatientChoice choice(draw);
        StudyFold fold(source, choice, &replay);
        REQUIRE_FALSE(fold.add(held));
        CHECK(fold.encounters().empty());
        CHECK(fold.procedures().size() == 1);
    }
}

TEST_CASE("where the batches are cut makes no difference") {
    CHECK(rc::check("folding in any cuts gives the same rows from the same positions", [] {
        // A few studies, images and contents, so that keys meet often.
        const auto count = *rc::gen::inRange<std::size_t>(1, 25);
        std::deque<std::string> texts;
        std::vector<StudyRecord> records;
        for (std::size_t i = 0; i < count; ++i) {
            const auto& study = texts.emplace_back("s" + std::to_string(*rc::gen::inRange(0, 3)));
            const auto& image = texts.emplace_back(study + "_" + std::to_string(*rc::gen::inRange(0, 2)));
            const auto& content = texts.emplace_back(std::to_string(*rc::gen::inRange(0, 2)));
            records.push_back(record(static_cast<std::int64_t>(10 * (i + 1)), study, image, content));
        }
        const auto draw = one_patient();
        const auto apply = [&](SourceRows& rows, std::span<const StudyRecord> part) {
            PatientChoice choice(draw);
            StudyFold fold(rows, choice, nullptr);
            for (const auto& one : part) RC_ASSERT(!fold.add(one));
            for (const auto& write : fold.encounters())
                rows.encounters[write.record->encounter.encounter_id] = {write.record->encounter.content_hash,
                                                                         write.record->position};
            for (const auto& write : fold.procedures())
                rows.procedures[write.record->procedure.procedure_id] = {
                    write.record->encounter.encounter_id,
                    {write.record->procedure.content_hash, write.record->position}};
            for (const auto& write : fold.reports())
                rows.reports[{write.record->encounter.encounter_id, write.record->report->report_id}] = {
                    write.record->report->content_hash, write.record->position};
        };
        SourceRows whole;
        apply(whole, records);
        SourceRows cut;
        for (std::size_t at = 0; at < records.size();) {
            const auto length = std::min(records.size() - at, *rc::gen::inRange<std::size_t>(1, 6));
            apply(cut, std::span(records).subspan(at, length));
            at += length;
        }
        RC_ASSERT(whole.encounters.size() == cut.encounters.size());
        for (const auto& [id, row] : whole.encounters) {
            RC_ASSERT(cut.encounters.at(id).row.content_hash == row.row.content_hash);
            RC_ASSERT(cut.encounters.at(id).row.position == row.row.position);
        }
        for (const auto& [id, row] : whole.procedures)
            RC_ASSERT(cut.procedures.at(id).row.position == row.row.position);
        for (const auto& [key, row] : whole.reports) RC_ASSERT(cut.reports.at(key).position == row.position);
    }));
}
