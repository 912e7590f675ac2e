// What a single `ingest --once` leaves of report vectors: a model, embeddings, clusters in the warehouse and
// on the page, and a search that finds.

#include "integration/text_store/vector_rig.h"
#include "support/child.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct TextRig : VectorRig {
    TextRig() {
        settings.dashboard.file = folder / "page.html";
        append_studies(0, 120);
    }
    ChildEnd run(const std::vector<std::string>& words, const std::string& least_reports = "100") const {
        auto environment = environment_of(settings);
        environment["PADCHESTD_TEXT__LEAST_REPORTS"] = least_reports;
        environment["PADCHESTD_DASHBOARD__FILE"] = settings.dashboard.file;
        return run_program(words, environment);
    }
    long long embedded() { return number("select count(*) from ods.reports where embedding is not null"); }
};

} // namespace

TEST_CASE("one `ingest --once` fits a model, embeds every report, and has its clusters on the page") {
    TextRig rig;
    const auto end = rig.run({"ingest", "--once"});
    CHECK(end.exit_code == 0);
    CHECK(end.output.find("120 reports embedded") != std::string::npos);
    CHECK(rig.embedded() == 120);
    CHECK(rig.unpromised() == 0);
    CHECK(rig.number("select count(*) from ods.report_embedding_drafts") == 0);
    CHECK(rig.number("select sum(encounters) from analytics.report_clusters") == 120);
    CHECK(rig.differences() == "");
    CHECK(read_file(rig.settings.dashboard.file).find(R"("clusters":[{)") != std::string::npos);

    const auto found = rig.run({"search", "derrame pleural", "--limit", "5", "--json"});
    REQUIRE(found.exit_code == 0);
    const auto hits = nlohmann::json::parse(found.output);
    REQUIRE(hits.size() == 5);
    for (const auto& hit : hits) {
        const auto number = std::stoi(hit.at("encounter_id").get<std::string>()) - 100'000;
        CHECK(number % 6 == 1); // the made-up reports that have an effusion, and deny none
    }

    SECTION("and a second one fits nothing and writes nothing") {
        const auto model = rig.model();
        const auto xmin = rig.value("select max(xmin::text::bigint) from ods.reports");
        CHECK(rig.run({"ingest", "--once"}).exit_code == 0);
        CHECK(rig.model() == model);
        CHECK(rig.value("select max(xmin::text::bigint) from ods.reports") == xmin);
    }
    SECTION("and later reports get their vectors with their rows") {
        rig.append_studies(120, 130);
        CHECK(rig.run({"ingest", "--once", "--no-text"}).exit_code == 0);
        CHECK(rig.embedded() == 130);
        CHECK(rig.unpromised() == 0);
    }
}

TEST_CASE("`ingest --once` fits no model where it is told not to, or has too few reports") {
    TextRig rig;
    CHECK(rig.run({"ingest", "--once", "--no-text"}).exit_code == 0);
    CHECK(rig.run({"ingest", "--once"}, "0").exit_code == 0);
    CHECK(rig.run({"ingest", "--once"}, "121").exit_code == 0);
    CHECK(rig.number("select count(*) from ods.encounters") == 120);
    CHECK(rig.embedded() == 0);
    const auto search = rig.run({"search", "derrame"});
    CHECK(search.exit_code == 69);
    // The next one without the flag makes up for it.
    CHECK(rig.run({"ingest", "--once"}).exit_code == 0);
    CHECK(rig.embedded() == 120);
    CHECK(rig.number("select sum(encounters) from analytics.report_clusters") == 120);
}

TEST_CASE("a model that cannot be fitted leaves the rows of `ingest --once` loaded, and ends it by name") {
    TextRig rig;
    rig.sql().script("refuse a model",
                     "create function refuse() returns trigger language plpgsql as $$ begin raise exception"
                     " 'no models here'; end $$; create trigger refuse before insert on ods.text_models"
                     " for each row execute function refuse()");
    const auto errors = (rig.folder / "errors").string();
    auto environment = environment_of(rig.settings);
    environment["PADCHESTD_TEXT__LEAST_REPORTS"] = "100";
    const auto end = run_program({"ingest", "--once"}, environment, errors);
    CHECK(end.exit_code != 0);
    CHECK(end.output.find("120 loaded") != std::string::npos);
    CHECK(read_file(errors).find("text model") != std::string::npos);
    CHECK(rig.number("select count(*) from ods.encounters") == 120);
    CHECK(rig.differences() == "");
}
