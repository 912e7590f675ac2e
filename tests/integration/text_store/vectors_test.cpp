#include "integration/text_store/vector_rig.h"
#include "operation/figures.h"
#include "operation/status.h"
#include "support/environment.h"
#include "text_store/figures.h"
#include "text_store/floats.h"
#include "text_store/vector_index.h"
#include "util/failure.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;
using namespace std::chrono_literals;

namespace {

std::vector<float> stored(VectorRig& rig, const std::string& encounter) {
    return text_store::floats_of_array(rig.value(
        "select array_send(embedding::real[]) from ods.reports where encounter_id = '" + encounter + "'"));
}

// Whether a study's stored vector is the one that the model in use gives its stored text.
bool is_right(VectorRig& rig, const std::string& encounter) {
    const auto model = text_store::load_model(rig.sql(), rig.model());
    const auto text =
        rig.value("select report_text from ods.reports where encounter_id = '" + encounter + "'");
    const auto placed = model->place(text, "es");
    const auto found = stored(rig, encounter);
    return placed.embedding &&
           std::equal(found.begin(), found.end(), placed.embedding->begin(), placed.embedding->end()) &&
           rig.value("select text_cluster from ods.reports where encounter_id = '" + encounter + "'") ==
               std::to_string(*placed.cluster);
}

} // namespace

TEST_CASE_METHOD(VectorRig, "every report gets its vector, by a fit and from then on with its row",
                 "[text_store]") {
    append_studies(0, 60);
    settle();
    CHECK(number("select count(*) from ods.reports where embedding is not null") == 0);
    const auto done = fit();
    CHECK(done.switched);
    CHECK(done.embedded == 60);
    CHECK(unpromised() == 0);
    CHECK(is_right(*this, id(7)));

    append_studies(60, 80);
    append(line(3, " sin cambi .") + line(80, "12 . "));
    settle();
    CHECK(unpromised() == 0);
    CHECK(number("select count(*) from ods.reports") == 81);
    CHECK(is_right(*this, id(70)));
    // Written in binary form, the other tables in text form: the same stamps and positions.
    CHECK(
        number(
            "select count(*) from ods.reports as r join ods.encounters as e using (encounter_id, updated_at,"
            " source_generation, source_offset) where encounter_id > '" +
            id(59) + "'") == 21);
    CHECK(value("select report_text || label_method from ods.reports where encounter_id = '" + id(72) +
                "'") == made_up_report(72).substr(0, made_up_report(72).size() - 1) + "Physician");
    CHECK(value("select embedding is null and text_cluster = 0 from ods.reports where encounter_id = '" +
                id(3) + "'") == "t");
    CHECK(value("select says_nothing from ods.reports where encounter_id = '" + id(80) + "'") == "t");
    append(line(5, "nodul pulmonar lob superior"));
    settle();
    CHECK(is_right(*this, id(5)));
    CHECK(differences() == "");
}

TEST_CASE_METHOD(VectorRig, "without pgvector the vectors are arrays, and converted when it comes",
                 "[text_store]") {
    if (!has_pgvector(sql())) return skip("the server has no pgvector");
    append_studies(0, 40);
    settle();
    use_arrays(sql()); // a daemon converts at its start only
    fit();
    append_studies(40, 50);
    append(line(4, made_up_report(10)));
    settle();
    CHECK(unpromised() == 0);
    CHECK(is_right(*this, id(45)));
    CHECK(is_right(*this, id(4)));
    const auto before = stored(*this, id(45));
    CHECK(text_store::adopt_pgvector(sql()));
    CHECK_FALSE(text_store::adopt_pgvector(sql()));
    CHECK(value("select atttypid::regtype from pg_attribute where attrelid = 'ods.reports'::regclass and "
                "attname = "
                "'embedding'") == "public.vector");
    CHECK(stored(*this, id(45)) == before);
    append_studies(50, 55);
    settle();
    CHECK(is_right(*this, id(52)));
}

TEST_CASE_METHOD(VectorRig,
                 "the warehouse counts clusters as they change, and keeps their numbers over a refit",
                 "[text_store]") {
    append_studies(0, 120);
    settle();
    fit();
    warehouse::refresh(sql(), clock);
    CHECK(differences() == "");
    CHECK(number("select sum(encounters) from analytics.report_clusters") == 120);
    CHECK(number("select count(*) from analytics.report_clusters where cardinality(top_terms) >= 3 and x is "
                 "not null") == 6);
    const std::string of_effusions =
        "select text_cluster from ods.reports where encounter_id = '" + id(1) + "'";
    const auto cluster = value(of_effusions);
    CHECK(value("select top_diagnoses[1] from analytics.report_clusters where cluster = " + cluster) ==
          "pleural effusion");
    append_studies(120, 240);
    append(line(2, made_up_report(1)));
    settle();
    CHECK(differences() == "");
    const auto first = model();
    fit();
    warehouse::refresh(sql(), clock);
    CHECK(model() != first);
    CHECK(value(of_effusions) == cluster);
    CHECK(unpromised() == 0);
    CHECK(differences() == "");
    CHECK(number("select sum(encounters) from analytics.report_clusters_per_month") == 240);
    CHECK(number("select sum(encounters) from analytics.report_clusters_by_method where label_method = "
                 "'Physician'") == 80);
    CHECK(number("select count(*) from ods.report_embedding_drafts") == 0);
    CHECK(number("select count(*) from ods.text_models where state = 'retired' and basis is null") == 1);
}

TEST_CASE_METHOD(VectorRig, "a model is fitted when there are enough reports and when they have doubled",
                 "[text_store]") {
    append_studies(0, 30);
    settle();
    text_store::UpkeepOptions options;
    options.least_reports = 40;
    CHECK_FALSE(text_store::keep_up(sql(), options, clock).fitted);
    options.least_reports = 30;
    CHECK(text_store::keep_up(sql(), options, clock).fitted);
    CHECK_FALSE(text_store::keep_up(sql(), options, clock).fitted);
    append_studies(30, 60);
    settle();
    CHECK(text_store::keep_up(sql(), options, clock).fitted);
    options.least_reports = 0;
    append_studies(60, 200);
    settle();
    CHECK_FALSE(text_store::keep_up(sql(), options, clock).fitted);
}

TEST_CASE_METHOD(VectorRig,
                 "an altered model is refused and does not stop the feed, and the next look replaces it",
                 "[text_store]") {
    append_studies(0, 40);
    settle();
    fit();
    const auto damaged = model();
    const auto how = GENERATE(as<std::string>{}, "basis = set_byte(basis, 100, 255 - get_byte(basis, 100))",
                              "terms[3] = 'zzzz'", "idf = substr(idf, 5)", "method_version = 0");
    sql().script("alter a model", "update ods.text_models set " + how + " where state = 'current'");
    CHECK_THROWS_AS(text_store::load_model(sql(), damaged), util::Failure);
    CHECK_FALSE(text_store::read_figures(sql()).problem.empty());
    restart();
    append_studies(40, 50);
    settle();
    CHECK(number("select count(*) from ods.reports") == 50);
    CHECK(unpromised() == 10);
    text_store::UpkeepOptions options;
    options.least_reports = 10;
    CHECK(text_store::keep_up(sql(), options, clock).fitted);
    CHECK(model() != damaged);
    CHECK(unpromised() == 0);
    CHECK(differences() == "");
}

TEST_CASE_METHOD(VectorRig, "reports of another language or form get no vector and are counted",
                 "[text_store]") {
    append_studies(0, 30);
    append(line(30, "Derrame pleural derecho") + line(31, "neumonía basal") +
           line(32, "derrame pleural derecho."));
    settle();
    sql().script("another language",
                 "update ods.reports set language = 'en' where encounter_id = '" + id(3) + "'");
    fit();
    const auto figures = text_store::read_figures(sql());
    CHECK(figures.refused == 4);
    CHECK(figures.embedded == 29);
    CHECK(figures.waiting == 0);
    CHECK(figures.reports == 33);
    CHECK(figures.distinct_texts == 33);
    REQUIRE(figures.drift.size() == 1);
    CHECK(figures.drift[0].unknown > 0);
    CHECK(figures.drift[0].unknown < 0.5);
    CHECK(operation::read_status(settings, clock).unknown_stems == figures.drift[0].unknown);
}

TEST_CASE_METHOD(VectorRig, "the metrics hold the share of unknown stems, counted once an hour",
                 "[text_store]") {
    append_studies(0, 30);
    settle();
    operation::FiguresReader reader(settings.feed.name, clock);
    CHECK(reader.read(sql()).unknown_stems == std::nullopt); // no model yet
    fit();
    clock.advance(59min);
    CHECK(reader.read(sql()).unknown_stems == std::nullopt);
    clock.advance(1min);
    const double before = reader.read(sql()).unknown_stems.value();
    append(line(30, "Palabrota desconocida nuncavista"));
    settle();
    clock.advance(1h);
    CHECK(reader.read(sql()).unknown_stems.value() > before);
}

TEST_CASE_METHOD(VectorRig, "two fits at a time do not meet", "[text_store]") {
    append_studies(0, 20);
    settle();
    auto other = database.connect();
    other.query("another fit", "select pg_advisory_lock(7130385)");
    CHECK(fit().busy);
    CHECK(model().empty());
}
