#include "padchest/taxonomy.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace padchestd;
using clinical::Kind;
using clinical::Term;
using padchest::Taxonomy;
using Codes = std::vector<std::string>;

namespace {

const std::string kHeader = "tree\tdepth\tpath\tterm\tcui\tumls_name\timages_160k\n";

std::string row(const std::string& tree, const std::string& path, const std::string& term,
                const std::string& cui = "") {
    return tree + "\t0\t" + path + '\t' + term + '\t' + cui + "\t\t7\n";
}

const std::string kFinding = "radiological finding";
const std::string kRoot = row(kFinding, kFinding, kFinding);

std::string refusal(const std::string& rows) {
    try {
        const Taxonomy taxonomy(kHeader + rows);
        return "taken";
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
}

void check_table(const std::vector<Term>& terms) {
    std::set<std::string> codes;
    for (const Term& term : terms) {
        CAPTURE(term.code);
        CHECK(term.code == clinical::code_of(term.term));
        CHECK(codes.insert(term.code).second);
    }
    for (const Term& term : terms) {
        CAPTURE(term.code);
        CHECK(std::is_sorted(term.ancestors.begin(), term.ancestors.end()));
        for (const std::string& ancestor : term.ancestors) CHECK(codes.count(ancestor) == 1);
        CHECK(std::count(term.ancestors.begin(), term.ancestors.end(), term.code) == 0);
    }
    CHECK(std::is_sorted(terms.begin(), terms.end(),
                         [](const Term& a, const Term& b) { return a.code < b.code; }));
}

} // namespace

TEST_CASE("the built-in terms have distinct codes, and ancestors that are terms too") {
    CHECK(Taxonomy::built_in().diagnoses().size() == 199);
    CHECK(Taxonomy::built_in().localizations().size() == 107);
    check_table(Taxonomy::built_in().diagnoses());
    check_table(Taxonomy::built_in().localizations());
}

TEST_CASE("a term is found by its code alone") {
    const Taxonomy& taxonomy = Taxonomy::built_in();
    REQUIRE(taxonomy.diagnosis("copd-signs") != nullptr);
    CHECK(taxonomy.diagnosis("copd-signs")->term == "COPD signs");
    CHECK(taxonomy.diagnosis("copd-signs")->cui == "C0024117");
    CHECK(taxonomy.diagnosis("right") == nullptr);
    REQUIRE(taxonomy.localization("right") != nullptr);
    CHECK(taxonomy.localization("copd-signs") == nullptr);
    CHECK(taxonomy.diagnosis("") == nullptr);
}

TEST_CASE("terms are of the kind of their tree, and unchanged is about the study") {
    const auto [code, kind] =
        GENERATE(table<std::string, Kind>({{"normal", Kind::normal},
                                           {"exclude", Kind::quality},
                                           {"suboptimal-study", Kind::quality},
                                           {"unchanged", Kind::quality},
                                           {"pneumonia", Kind::differential},
                                           {"differential-diagnosis", Kind::differential},
                                           {"cardiomegaly", Kind::finding},
                                           {"lipomatosis", Kind::finding},
                                           {"hypoexpansion-basal", Kind::finding}}));
    CAPTURE(code);
    const Term* term = Taxonomy::built_in().diagnosis(code);
    REQUIRE(term != nullptr);
    CHECK(clinical::name(term->kind) == clinical::name(kind));
}

TEST_CASE("ancestors are all terms above, by every parent, up to the root") {
    const Taxonomy& taxonomy = Taxonomy::built_in();
    CHECK(taxonomy.diagnosis("calcified-mediastinal-adenopathy")->ancestors ==
          Codes{"adenopathy", "calcified-adenopathy", "calcified-densities", "hilar-enlargement",
                "radiological-finding"});
    CHECK(taxonomy.localization("lingula")->ancestors == Codes{"left-upper-lobe", "lobar", "localization",
                                                               "lower-lung-field", "lung-field", "upper-lobe",
                                                               "upper-lung-field"});
    CHECK(taxonomy.diagnosis("normal")->ancestors.empty());
    CHECK(taxonomy.diagnosis("lipomatosis")->ancestors.empty());
}

TEST_CASE("a term of several rows keeps the concept of the first") {
    const Taxonomy taxonomy(kHeader + kRoot + row(kFinding, kFinding + " > a", "a", "C0000001") +
                            row(kFinding, kFinding + " > b", "b") +
                            row(kFinding, kFinding + " > b > a", "a", "C0000002"));
    CHECK(taxonomy.diagnosis("a")->cui == "C0000001");
    CHECK(taxonomy.diagnosis("a")->ancestors == Codes{"b", "radiological-finding"});
}

TEST_CASE("a circle among the terms ends") {
    const Taxonomy taxonomy(kHeader + row(kFinding, kFinding + " > a > b", "b") +
                            row(kFinding, kFinding + " > b > a", "a") + kRoot);
    CHECK(taxonomy.diagnosis("a")->ancestors == Codes{"b"});
}

TEST_CASE("a row without a term is left out") {
    const Taxonomy taxonomy(kHeader + row("(feed only)", "(feed only) > (empty string)", ""));
    CHECK(taxonomy.diagnoses().empty());
}

TEST_CASE("a taxonomy that does not hold together is refused with its line") {
    CHECK(refusal("a\tb\n") == "taxonomy, line 2: not seven columns");
    CHECK(refusal(row("", "", "a").insert(0, "x\t")).find("line 2: not seven columns") != std::string::npos);
    CHECK(refusal(kRoot + row("colours", "colours", "colours")) ==
          "taxonomy, line 3: a tree of no known kind");
    CHECK(refusal(row(kFinding, "normal", "normal")) == "taxonomy, line 2: a path outside of its tree");
    CHECK(refusal(row(kFinding, kFinding + " > a", "b")) ==
          "taxonomy, line 2: a path that does not end in the term");
    CHECK(refusal(kRoot + row(kFinding, kFinding + " > x > a", "a")) ==
          "taxonomy, line 3: a parent that is no term");
    CHECK(refusal(kRoot + row(kFinding, kFinding + " > a b", "a b") +
                  row(kFinding, kFinding + " > A-b", "A-b")) == "taxonomy, line 4: two terms with one code");
    const std::string differential = "differential diagnosis";
    CHECK(refusal(kRoot + row(differential, differential, differential) +
                  row(kFinding, kFinding + " > a", "a") + row(differential, differential + " > a", "a")) ==
          "taxonomy, line 5: a term of two kinds");
    CHECK_THROWS_AS(Taxonomy("code\tterm\n"), std::invalid_argument);
}

TEST_CASE("codes keep letters and digits, and one sign between two runs of them") {
    CHECK(clinical::code_of("COPD signs") == "copd-signs");
    CHECK(clinical::code_of("  COPD   (signs). ") == "copd-signs");
    CHECK(clinical::code_of("double J stent") == "double-j-stent");
    CHECK(clinical::code_of("tórax Ñ") == "tórax-Ñ");
    CHECK(clinical::code_of("...").size() == std::string("label-").size() + 16);
    CHECK(clinical::code_of("...") != clinical::code_of("?"));
}

TEST_CASE("a long code is cut between two characters and stays distinct") {
    const std::string letters(119, 'a');
    CHECK(clinical::code_of(letters + 'b') == letters + 'b');
    const std::string cut = clinical::code_of(letters + "bc");
    CHECK(cut.size() == 120);
    CHECK(cut.substr(0, 104) == std::string(103, 'a') + '-');
    CHECK(cut != clinical::code_of(letters + "bd"));
    CHECK(cut == clinical::code_of(letters + "BC"));
    const std::string inside = clinical::code_of(std::string(102, 'a').append("ñ").append(30, 'b'));
    CHECK(inside.substr(0, 103) == std::string(102, 'a') + '-');
    CHECK(inside.size() == 119);
    const std::string behind = clinical::code_of(std::string(102, 'a').append(" ").append(30, 'b'));
    CHECK(behind == clinical::code_of(behind));
}
