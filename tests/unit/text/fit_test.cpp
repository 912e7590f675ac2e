#include "support/made_up_reports.h"
#include "text/decomposition.h"
#include "text/fit.h"
#include "text/tokenizer.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace padchestd::text {
namespace {

using tests::made_up_report;
using tests::made_up_reports;

CorpusSample sample_of(const std::vector<std::string>& reports, std::size_t most = 20'000) {
    CorpusSample sample(most);
    for (const auto& report : reports) sample.add(report);
    return sample;
}

Parameters small() {
    Parameters parameters;
    parameters.clusters = 6;
    parameters.cluster_starts = 10; // so few texts have many bad groupings
    return parameters;
}

const Model& model() {
    static const Model one = fit(sample_of(made_up_reports(240)), small());
    return one;
}

double length_of(const Embedding& embedding) {
    return std::sqrt(static_cast<double>(cosine(embedding, embedding)));
}

TEST_CASE("every embedding has unit length, whatever the text", "[text]") {
    CHECK(rc::check("unit length", [] {
        static const auto words = model().parts().vocabulary.terms();
        const auto places =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, words.size()));
        std::string report = "relleno ";
        for (const std::size_t place : places) report += words[place] + " ";
        const auto placed = model().place(report, "es");
        RC_ASSERT(placed.cluster.has_value());
        if (placed.embedding) RC_ASSERT(std::abs(length_of(*placed.embedding) - 1.0) < 1e-5);
    }));
}

TEST_CASE("neither the order of reports nor their repetition changes a model", "[text]") {
    auto reports = made_up_reports(120);
    const auto checksum = fit(sample_of(reports, 100), small()).checksum();
    std::reverse(reports.begin(), reports.end());
    reports.insert(reports.end(), reports.begin(), reports.begin() + 30);
    CHECK(fit(sample_of(reports, 100), small()).checksum() == checksum);
    reports.push_back("otro nodul distint . ");
    CHECK_FALSE(fit(sample_of(reports, 200), small()).checksum() == checksum);
}

TEST_CASE("another seed gives the same nearest reports", "[text]") {
    auto parameters = small();
    parameters.seed = 4'711;
    const Model other = fit(sample_of(made_up_reports(240)), parameters);
    const auto nearest = [](const Model& by, std::size_t to) {
        const auto mine = by.place(made_up_report(to), "es").embedding.value();
        std::size_t best = 0;
        float largest = -1;
        for (std::size_t i = 0; i < 240; ++i) {
            if (i == to) continue;
            const float similar = cosine(mine, by.place(made_up_report(i), "es").embedding.value());
            if (similar > largest + 1e-4F) {
                largest = similar;
                best = i;
            }
        }
        return best;
    };
    int same = 0;
    for (std::size_t i = 0; i < 20; ++i) same += nearest(model(), i) == nearest(other, i) ? 1 : 0;
    CHECK(same >= 19);
}

TEST_CASE("a negated finding is far from the finding", "[text]") {
    const auto with = model().place("derram pleural", "es").embedding.value();
    const auto without = model().place("sin derram pleural", "es").embedding.value();
    const auto more = model().place("derram pleural pinzamient sen", "es").embedding.value();
    CHECK(cosine(with, without) < 0.5F);
    CHECK(cosine(with, more) > 0.6F);
}

TEST_CASE("a report without a known term has no embedding and belongs to the group without a finding",
          "[text]") {
    for (const char* report : {"", "sin cambi", "palabr desconoc", " . . "}) {
        const auto placed = model().place(std::string_view(report), "es");
        CHECK_FALSE(placed.embedding.has_value());
        CHECK(placed.cluster == kNothingLeft);
    }
}

TEST_CASE("a missing report, another language and raw text are refused", "[text]") {
    CHECK_FALSE(model().place(std::nullopt, "es").cluster.has_value());
    CHECK_FALSE(model().place("derram pleural", "en").cluster.has_value());
    CHECK_FALSE(model().place("Derrame pleural", "es").cluster.has_value());
}

TEST_CASE("clusters find the findings and are named by their words", "[text]") {
    REQUIRE(model().parts().clusters.size() == 6);
    std::set<int> numbers;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto cluster = model().place(made_up_report(i), "es").cluster.value();
        int same = 0;
        for (std::size_t j = i; j < 240; j += 6)
            same += model().place(made_up_report(j), "es").cluster == cluster ? 1 : 0;
        CHECK(same >= 36);
        numbers.insert(cluster);
    }
    CHECK(numbers == std::set<int>{1, 2, 3, 4, 5, 6});
    for (const auto& cluster : model().parts().clusters) CHECK(cluster.terms.size() >= 3);
}

TEST_CASE("a refit keeps the numbers of clusters that go on", "[text]") {
    const Model again = fit(sample_of(made_up_reports(480, 2)), small(), &model());
    int same = 0;
    for (std::size_t i = 0; i < 60; ++i)
        same += again.place(made_up_report(i), "es").cluster == model().place(made_up_report(i), "es").cluster
                    ? 1
                    : 0;
    CHECK(same >= 54);
}

TEST_CASE("numbers go to the new clusters that share most texts, new ones get free numbers", "[text]") {
    const std::vector<int> before = {1, 1, 1, 3, 3, 3, 3, 0};
    const std::vector<std::uint32_t> now = {2, 2, 0, 0, 0, 0, 1, 1};
    CHECK(stable_numbers(before, now, 3) == std::vector<int>{3, 2, 1});
    CHECK(stable_numbers({}, now, 3) == std::vector<int>{1, 2, 3});
}

TEST_CASE("an empty corpus and one smaller than the dimensions can be fitted", "[text]") {
    const Model empty = fit(sample_of({}), Parameters{});
    CHECK(empty.place("derram", "es").cluster == kNothingLeft);
    const Model tiny = fit(sample_of({"derram pleural", "derram sen", "derram basal"}), Parameters{});
    CHECK(tiny.parts().vocabulary.terms() == std::vector<std::string>{"derram"});
    const auto placed = tiny.place("derram", "es");
    REQUIRE(placed.embedding.has_value());
    CHECK(std::abs(length_of(*placed.embedding) - 1.0) < 1e-5);
    CHECK(placed.cluster == 1);
}

TEST_CASE("a stopped fit ends at once", "[text]") {
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(fit(sample_of(made_up_reports(30)), small(), nullptr, stop.get_token()), Stopped);
}

TEST_CASE("an altered number changes a model's checksum, and a broken one is no model", "[text]") {
    const auto& good = model().parts();
    const auto altered = [&](float value) {
        Model::Parts parts;
        parts.vocabulary = Vocabulary(good.vocabulary.terms(), good.vocabulary.idf());
        parts.basis = good.basis;
        parts.basis[5] = value;
        parts.centres = good.centres;
        parts.clusters = good.clusters;
        return parts;
    };
    CHECK(Model(altered(good.basis[5])).checksum() == model().checksum());
    CHECK_FALSE(Model(altered(0.25F)).checksum() == model().checksum());
    CHECK_THROWS_AS(Model(altered(std::nanf(""))), std::invalid_argument);
    auto cut = altered(0);
    cut.basis.pop_back();
    CHECK_THROWS_AS(Model(std::move(cut)), std::invalid_argument);
}

TEST_CASE("the words that carry a hit are named, the strongest first", "[text]") {
    const auto& vocabulary = model().parts().vocabulary;
    const auto query = model().embed(vocabulary.weights(report_terms("derram pleural"))).value();
    const auto why = model().explain("tubo basal . derram pleural pinzamient .", query, 3);
    REQUIRE(why.size() == 3);
    CHECK((why[0].term == "derram" || why[0].term == "pleural"));
    CHECK(why[0].share >= why[1].share);
}

} // namespace
} // namespace padchestd::text
