#include "text/tokenizer.h"

#include <catch2/catch.hpp>

namespace padchestd::text {
namespace {

using Terms = std::vector<std::string>;

TEST_CASE("the three words after a negation are marked, up to the end of the sentence", "[text]") {
    CHECK(report_terms("sin derram pleural ni condens . cardiomegali .") ==
          Terms{"neg_derram", "neg_pleural", "neg_condens", "cardiomegali"});
    CHECK(report_terms("no edem agud pulmon basal") == Terms{"neg_edem", "neg_agud", "neg_pulmon", "basal"});
    CHECK(report_terms("derram sin . pleural") == Terms{"derram", "pleural"});
}

TEST_CASE("words between a negation and what it negates are passed over and not counted", "[text]") {
    CHECK(report_terms("no se observ condens ni derram") == Terms{"se", "neg_condens", "neg_derram"});
    CHECK(report_terms("no hay evident exist nodul mas foc cavit") ==
          Terms{"hay", "exist", "neg_nodul", "neg_mas", "neg_foc", "cavit"});
}

TEST_CASE("a second negation starts the count again", "[text]") {
    CHECK(report_terms("sin edem ni derram mas foc cavit") ==
          Terms{"neg_edem", "neg_derram", "neg_mas", "neg_foc", "cavit"});
}

TEST_CASE("stop words and numbers are no terms, and a negated stop word is counted but dropped", "[text]") {
    CHECK(report_terms("radiografi torax 2014 . control 3 meses t12") == Terms{"meses", "t12"});
    CHECK(report_terms("sin cambi signific hallazg derram") == Terms{"derram"});
}

TEST_CASE("a point within a word or after it is no end of a sentence", "[text]") {
    CHECK(report_terms("sin derram. pleural") == Terms{"neg_derram", "neg_pleural"});
    CHECK(report_terms("sin 3.5 cm derram") == Terms{"neg_cm", "neg_derram"});
    CHECK(report_terms("sin derram .") == Terms{"neg_derram"});
    CHECK(report_terms("sin . . derram") == Terms{"derram"});
}

TEST_CASE("an empty report, points and codes have no terms", "[text]") {
    CHECK(report_terms("").empty());
    CHECK(report_terms(" . . ").empty());
    CHECK(report_terms("123 45 .").empty());
    CHECK(report_terms("sin").empty());
}

TEST_CASE("text with capitals, accents or punctuation of its own is told apart from the feed's form",
          "[text]") {
    CHECK(report_form("derram pleural .") == ReportForm::stemmed);
    CHECK(report_form("") == ReportForm::stemmed);
    CHECK(report_form("Derrame pleural") == ReportForm::raw);
    CHECK(report_form("neumonía") == ReportForm::raw);
    CHECK(report_form("derrame pleural.") == ReportForm::raw);
    CHECK(report_form("sin derrame. sin condensaciones") == ReportForm::raw);
    CHECK(report_form("derrame pleural, sin condensaciones") == ReportForm::raw);
    CHECK(report_form("conclusion: normal") == ReportForm::raw);
    CHECK(report_form(" . derram t12 2.5 .. . ") == ReportForm::stemmed);
}

} // namespace
} // namespace padchestd::text
