#include "integration/text_store/vector_rig.h"
#include "pg/error.h"
#include "support/environment.h"
#include "text_store/search.h"
#include "text_store/vector_index.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace padchestd;
using namespace padchestd::tests;
using text_store::SearchOptions;

namespace {

struct Searched : VectorRig {
    Searched() {
        append_studies(0, 90);
        append(line(90, "sin derram pleural ni condens . escoliosis dorsal ."));
        settle();
        fit();
    }
    std::vector<text_store::Hit> find(const std::string& query, const SearchOptions& options = {}) {
        return text_store::search(sql(), query, options);
    }
};

util::ExitCode failure_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const util::Failure& failure) {
        return failure.exit_code();
    }
    return util::ExitCode::ok;
}

} // namespace

TEST_CASE_METHOD(Searched, "a search in plain Spanish finds the reports of a finding, not those that deny it",
                 "[text_store]") {
    const auto hits = find("Derrame pleural", {.limit = 10});
    REQUIRE(hits.size() == 10);
    for (const auto& hit : hits) {
        CHECK((std::stoi(hit.encounter_id) - 100'000) % 6 == 1);
        CHECK(hit.text_score == 1);
        CHECK(hit.diagnoses == std::vector<std::string>{"pleural effusion"});
        CHECK(hit.score > 0.3);
    }
    CHECK(hits[0].score >= hits[9].score);
    const auto denied = find("sin derrame pleural", {.limit = 1});
    REQUIRE(denied.size() == 1);
    CHECK((std::stoi(denied[0].encounter_id) - 100'000) % 6 != 1);
    CHECK(denied[0].text_score > 0);
}

TEST_CASE_METHOD(Searched, "an English term of the taxonomy finds its reports", "[text_store]") {
    for (const auto& hit : find("Pleural Effusion", {.limit = 8}))
        CHECK((std::stoi(hit.encounter_id) - 100'000) % 6 == 1);
    for (const auto& hit : find("nodule", {.limit = 8}))
        CHECK((std::stoi(hit.encounter_id) - 100'000) % 6 == 4);
}

TEST_CASE_METHOD(Searched, "filters narrow a search, and an explanation names the stems", "[text_store]") {
    for (const auto& hit : find("derrame pleural", {.limit = 5, .diagnosis = "cardiomegaly"}))
        CHECK(hit.diagnoses == std::vector<std::string>{"cardiomegaly"});
    CHECK(find("derrame pleural", {.since = "2014-09-16"}).empty());
    CHECK(find("derrame pleural", {.limit = 200, .since = "2014-09-15"}).size() == 91);
    for (const auto& hit : find("derrame", {.limit = 5, .method = "Physician"}))
        CHECK((std::stoi(hit.encounter_id) - 100'000) % 3 == 0);
    const auto hits = find("derrame pleural", {.limit = 1, .explain = true});
    REQUIRE(hits.size() == 1);
    REQUIRE_FALSE(hits[0].explanation.empty());
    CHECK((hits[0].explanation[0].term == "derram" || hits[0].explanation[0].term == "pleural"));
}

TEST_CASE_METHOD(Searched, "studies like a study share its finding, and it is not among them",
                 "[text_store]") {
    const auto hits = text_store::similar(sql(), id(4), {.limit = 8});
    REQUIRE(hits.size() == 8);
    for (const auto& hit : hits) {
        CHECK((std::stoi(hit.encounter_id) - 100'000) % 6 == 4);
        CHECK(hit.encounter_id != id(4));
    }
    CHECK(failure_of([&] { static_cast<void>(text_store::similar(sql(), "no such", {})); }) ==
          util::ExitCode::data);
}

TEST_CASE_METHOD(Searched, "arrays and pgvector give the same search", "[text_store]") {
    if (!has_pgvector(sql())) return skip("the server has no pgvector");
    const SearchOptions options{.limit = 15, .since = "2014-01-01"};
    const auto vectors = find("nódulo pulmonar", options);
    use_arrays(sql());
    const auto arrays = find("nódulo pulmonar", options);
    REQUIRE(arrays.size() == vectors.size());
    for (std::size_t i = 0; i < arrays.size(); ++i)
        CHECK(std::abs(arrays[i].score - vectors[i].score) < 1e-6);
    CHECK(find("nódulo pulmonar", {.limit = 3, .diagnosis = "pleural effusion"}).size() == 3);
}

TEST_CASE_METHOD(Searched, "a bad query is refused with a hint, whatever it is", "[text_store]") {
    using util::ExitCode;
    const auto code = [&](const std::string& query, const SearchOptions& options = {}) {
        return failure_of([&] { static_cast<void>(find(query, options)); });
    };
    CHECK(code("") == ExitCode::usage);
    CHECK(code("sin cambios significativos") == ExitCode::usage);
    CHECK(code("... 12 '; drop table ods.reports") == ExitCode::data);
    CHECK(code(std::string(10'240, 'a')) == ExitCode::usage);
    CHECK(code("zzzz qqqq") == ExitCode::data);
    CHECK(code("\xff\xfe derrame") == ExitCode::ok);
    CHECK(code("derrame", {.limit = 0}) == ExitCode::usage);
    CHECK(code("derrame", {.since = "2014-13-01"}) == ExitCode::usage);
    CHECK(code("derrame", {.diagnosis = "nothing like it"}) == ExitCode::usage);
}

TEST_CASE_METHOD(VectorRig, "without a model a search says how to get one", "[text_store]") {
    CHECK(failure_of([&] { static_cast<void>(text_store::search(sql(), "derrame", {})); }) ==
          util::ExitCode::unavailable);
}

TEST_CASE_METHOD(Searched, "a role that may not read reports sees none by a search", "[text_store]") {
    const std::string role = "reader_" + database.name();
    sql().script("make a role", "create role " + role + "; grant usage on schema ods, dwh, analytics to " +
                                    role +
                                    "; grant select on ods.text_models, ods.text_clusters, ods.diagnoses,"
                                    " ods.encounter_diagnoses to " +
                                    role);
    auto reader = database.connect();
    reader.script("be the role", "set role " + role);
    try {
        static_cast<void>(text_store::search(reader, "derrame pleural", {}));
        FAIL("a search gave reports to a role that may not read them");
    } catch (const pg::Error& error) {
        CHECK(error.sqlstate() == "42501");
    }
    CHECK_THROWS_AS(text_store::similar(reader, id(4), {}), pg::Error);
    reader.script("be oneself", "reset role");
    sql().script("drop the role", "drop owned by " + role + "; drop role " + role);
}

TEST_CASE_METHOD(VectorRig, "the vector index finds what an exact scan finds, later reports too",
                 "[text_store][threads]") {
    if (!has_pgvector(sql())) return skip("the server has no pgvector");
    if (sanitized()) return skip("an index over 10,000 reports takes too long under a sanitizer");
    append_studies(0, 10'300);
    settle();
    CHECK(fit().indexed);
    append_studies(10'300, 10'400);
    settle();
    CHECK(unpromised() == 0);
    CHECK_FALSE(
        text_store::index_is_due(sql(), *text_store::find_model(sql(), text_store::ModelState::current)));
    double recall = 0;
    constexpr int kQueries = 200;
    for (int i = 0; i < kQueries; ++i) {
        const auto exact = text_store::similar(sql(), id(i * 52), {.limit = 20, .exact = true});
        const auto indexed = text_store::similar(sql(), id(i * 52), {.limit = 20});
        REQUIRE(exact.size() == 20);
        // By distance: equal texts have equal distances, and any of them is right.
        const double least = exact.back().score - 1e-6;
        recall += static_cast<double>(std::count_if(indexed.begin(), indexed.end(),
                                                    [&](const auto& hit) { return hit.score >= least; })) /
                  20 / kQueries;
    }
    CHECK(recall >= 0.95);
    CHECK(number("select count(distinct embedding) - count(*) from ods.report_vectors") == 0);
    const auto later = text_store::similar(sql(), id(10'350), {.limit = 20});
    CHECK(later.size() == 20);
}
