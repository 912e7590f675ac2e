// What `validate` passes and what it finds: in an undisturbed store nothing, in one that was changed by hand
// the rule or the figure.

#include "operation/validation.h"
#include "support/ingest_rig.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <array>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct Validated : IngestRig {
    Validated() {
        std::string text = feed_header();
        for (int i = 0; i < 30; ++i) {
            const auto id = std::to_string(9900 + i);
            text += feed_line({.image = id + "_a.png", .study = id, .report_id = id});
        }
        replace(text + feed_line({.image = "1_a.png", .study = "1", .date = "soon"}));
        settle();
    }

    // The names of what failed.
    std::vector<std::string> failed(const std::optional<operation::Expectations>& own = {},
                                    std::span<const clinical::KnownFeed> known = {}) {
        std::vector<std::string> names;
        for (const auto& check : operation::validate(sql(), settings, known, own).checks)
            if (!check.passed()) names.push_back(check.what);
        return names;
    }
    std::vector<std::string> after(const std::string& change) {
        sql().script("change by hand", change);
        return failed();
    }
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a store that nobody touched keeps every rule, also while the warehouse waits") {
    Validated rig;
    CHECK(rig.failed().empty());
    CHECK(rig.after("insert into ingest.change_queue (encounter_id, change_id, changed_at) "
                    "select encounter_id, gen_random_uuid(), now() from ods.encounters limit 1;"
                    "delete from dwh.fact_encounter where encounter_id in "
                    "(select encounter_id from ingest.change_queue)")
              .empty());
}

TEST_CASE("what was changed by hand breaks the rule that concerns it") {
    const std::string warehouse =
        "the warehouse has every encounter, with its procedures, diagnoses and reports";
    CHECK(Validated().after("delete from ods.procedures where encounter_id = '9903'") == Names{warehouse});
    CHECK(Validated().after("delete from ods.reports where encounter_id = '9903'") == Names{warehouse});
    CHECK(Validated().after("delete from ods.encounter_diagnoses where encounter_id = '9903'") ==
          Names{warehouse});
    CHECK(Validated().after("delete from dwh.fact_encounter where encounter_id = '9903'") ==
          Names{warehouse});
    CHECK(Validated().after("alter table ods.procedures drop constraint procedures_encounter_fk;"
                            "update ods.procedures set encounter_id = 'none' where encounter_id = '9903'") ==
          Names{"every procedure has its encounter", warehouse});
    CHECK(Validated().after("update ingest.checkpoint set last_row = last_row + 1") ==
          Names{"the ledger accounts for every record that was read"});
}

TEST_CASE("figures that were kept are compared, those of a known feed only with its bytes") {
    Validated rig;
    const auto kept = operation::present_figures(rig.sql(), rig.settings);
    write_file(rig.folder / "expected.json", operation::expectations_json(kept));
    auto own = operation::read_expectations(rig.folder / "expected.json");
    CHECK(own.counts == kept.counts);
    CHECK(own.counts.at("procedures") == 30);
    CHECK(own.counts.at("quarantined_records") == 1);
    CHECK(rig.failed(own).empty());
    own.counts.at("reports") = 31;
    CHECK(rig.failed(own) == Names{"reports"});

    const std::array<clinical::KnownCount, 1> counts{{{"encounters", 31}}};
    clinical::KnownFeed known{"a feed", kept.bytes, kept.sha256, counts};
    CHECK(rig.failed({}, {&known, 1}) == Names{"encounters"});
    const std::string other(64, '0');
    known.sha256 = other;
    CHECK(rig.failed({}, {&known, 1}).empty());

    rig.append(feed_line({.image = "9990_a.png", .study = "9990"}));
    rig.settle();
    CHECK_THROWS_AS(rig.failed(own), util::Failure); // they are of fewer bytes
    write_file(rig.folder / "expected.json", "{\"feed\": 3}");
    CHECK_THROWS_AS(operation::read_expectations(rig.folder / "expected.json"), util::Failure);
}
