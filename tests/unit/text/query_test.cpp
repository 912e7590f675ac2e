#include "text/query.h"
#include "text/stemmer.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace padchestd::text {
namespace {

bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

TEST_CASE("a Spanish word has the stems of both orders of stemming and taking accents off", "[text]") {
    const SpanishStemmer stemmer;
    const auto forms = stemmer.forms("Neumonía");
    CHECK(holds(forms, "neumon"));
    CHECK(holds(forms, "neumoni"));
    CHECK(holds(stemmer.forms("derrame"), "derram"));
    CHECK(holds(stemmer.forms("NÓDULOS"), "nodul"));
    CHECK(holds(stemmer.forms("nodul"), "nodul"));
    CHECK(holds(stemmer.forms("muñeca"), "munec"));
}

TEST_CASE("accents and capitals of Latin-1 are taken off, other bytes stay", "[text]") {
    CHECK(lower_case("ÁÑ×Üz") == "áñ×üz");
    CHECK(without_accents("áéíóúüñ") == "aeiouun");
    CHECK(without_accents("x\xC3") == "x\xC3");
    CHECK(without_accents("日本") == "日本");
}

TEST_CASE("a query's negation marks its words as a report's does", "[text]") {
    const auto words = query_words("cardiomegalia sin derrame pleural");
    REQUIRE(words.size() == 3);
    CHECK_FALSE(words[0].negated);
    CHECK(words[1].negated);
    CHECK(words[2].negated);
    const auto seen = query_words("no se observan nódulos");
    REQUIRE(seen.size() == 2); // `se` is passed over and stays, as in a report
    CHECK_FALSE(seen[0].negated);
    CHECK(seen[1].negated);
}

TEST_CASE("a query of stop words only, of points or of nothing has no words", "[text]") {
    CHECK(query_words("").empty());
    CHECK(query_words("sin cambios significativos").empty());
    CHECK(query_words("... 12 34").empty());
}

TEST_CASE("a word with two known forms weighs as one", "[text]") {
    const Vocabulary vocabulary({"cavit", "neumon", "neumoni"}, {1.0F, 1.0F, 1.0F});
    const auto weights = query_weights(query_words("neumonía cavit"), vocabulary);
    REQUIRE(weights.size() == 3);
    const float neumonia = weights[1].weight * weights[1].weight + weights[2].weight * weights[2].weight;
    CHECK(neumonia == Approx(weights[0].weight * weights[0].weight));
    CHECK(query_weights(query_words("desconocido"), vocabulary).empty());
}

} // namespace
} // namespace padchestd::text
