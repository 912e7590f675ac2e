#include "nih/labels.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace padchestd;

namespace {

std::vector<std::string> codes_of(const std::string& cell) {
    nih::LabelSets sets;
    return sets(cell).set->codes;
}

} // namespace

TEST_CASE("the fourteen findings and No Finding are known terms, sorted by code") {
    const auto terms = nih::terms();
    CHECK(terms.size() == 15);
    CHECK(std::is_sorted(terms.begin(), terms.end(),
                         [](const auto& a, const auto& b) { return a.code < b.code; }));
    const auto normal = std::count_if(terms.begin(), terms.end(),
                                      [](const auto& term) { return term.kind == clinical::Kind::normal; });
    CHECK(normal == 1);
}

TEST_CASE("no two formats have different terms of one code, which each would write over at its start") {
    std::map<std::string, clinical::Term> terms;
    for (const auto* mapping : tests::mappings().all()) {
        for (const auto& term : mapping->reference_terms().diagnoses) {
            INFO(term.code);
            const auto& first = terms.emplace(term.code, term).first->second;
            CHECK(first.term == term.term);
            CHECK(first.cui == term.cui);
            CHECK(first.kind == term.kind);
            CHECK(first.ancestors == term.ancestors);
        }
    }
}

// Of PadChest's taxonomy: the terms that mean the same.
TEST_CASE("a label has concept and kind of the PadChest term that means the same") {
    const std::map<std::string, std::string> same{{"nih-atelectasis", "atelectasis"},
                                                  {"nih-cardiomegaly", "cardiomegaly"},
                                                  {"nih-consolidation", "consolidation"},
                                                  {"nih-edema", "pulmonary-edema"},
                                                  {"nih-effusion", "pleural-effusion"},
                                                  {"nih-emphysema", "emphysema"},
                                                  {"nih-fibrosis", "pulmonary-fibrosis"},
                                                  {"nih-infiltration", "infiltrates"},
                                                  {"nih-mass", "mass"},
                                                  {"nih-nodule", "nodule"},
                                                  {"nih-pleural-thickening", "pleural-thickening"},
                                                  {"nih-pneumonia", "pneumonia"},
                                                  {"nih-pneumothorax", "pneumothorax"}};
    std::map<std::string, clinical::Term> padchest;
    for (const auto& term : tests::padchest_mapping().reference_terms().diagnoses) padchest[term.code] = term;
    std::size_t compared = 0;
    for (const auto& term : nih::terms()) {
        const auto other = same.find(term.code);
        if (other == same.end()) continue;
        INFO(term.code);
        CHECK(term.cui == padchest.at(other->second).cui);
        CHECK(term.umls_name == padchest.at(other->second).umls_name);
        CHECK(term.kind == padchest.at(other->second).kind);
        ++compared;
    }
    CHECK(compared == same.size());
}

TEST_CASE("a set does not depend on order, case or repetition, and a missing cell is no No Finding") {
    CHECK(codes_of("Mass|Effusion") == codes_of("Effusion| mass |Effusion|"));
    CHECK(codes_of("No Finding") == std::vector<std::string>{"nih-no-finding"});
    CHECK(codes_of("").empty());
    CHECK(codes_of(" nan ").empty());
    CHECK(codes_of("|").empty());
}

TEST_CASE("a label that is not known is a term of its own beside other feeds' terms") {
    nih::LabelSets sets;
    const auto& set = *sets("Granuloma|Mass").set;
    CHECK(set.codes == std::vector<std::string>{"nih-granuloma", "nih-mass"});
    CHECK(set.unknown == std::vector<std::size_t>{0});
    CHECK(set.terms[0] == "Granuloma (NIH)");
}

TEST_CASE("a list beyond its limits is refused, and new texts are counted until the next batch") {
    nih::LabelSets sets;
    std::string many;
    for (int i = 0; i < 65; ++i) many += "sign " + std::to_string(i) + "|";
    CHECK(sets(many).reason == clinical::Reason::too_many_labels);
    CHECK(sets(std::string(257, 'a')).reason == clinical::Reason::text_too_long);
    CHECK(sets("Mass").set == sets("Mass").set);
    CHECK(sets.new_bytes() > 0);
    sets.begin_batch();
    CHECK(sets.new_bytes() == 0);
}
