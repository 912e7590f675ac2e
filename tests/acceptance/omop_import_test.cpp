// The user's vocabulary files: all of them or nothing, a broken row by line and column, and the views follow.

#include "support/child.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr const char* kConceptHeader =
    "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\t"
    "valid_start_date\tvalid_end_date\tinvalid_reason\n";
constexpr const char* kMapHeader =
    "source_code\tsource_concept_id\tsource_vocabulary_id\tsource_code_description\ttarget_concept_id\t"
    "target_vocabulary_id\tvalid_start_date\tvalid_end_date\tinvalid_reason\n";
constexpr const char* kConcept =
    "9000001\tA \"made-up\" concept\tCondition\tUMLS\tUndefined\tS\tx1\t19700101\t20991231\t\r\n";
constexpr const char* kMap = "C0032285\t0\tUMLS\tpneumonia\t9000001\tUMLS\t2020-01-01\t20991231\t\n";

struct Vocabularies : IngestRig {
    Vocabularies() {
        replace(feed_header() +
                feed_line({.image = "1_a.png", .study = "1", .labels = "['pneumonia', 'cardiomegaly']"}));
        settle();
    }

    [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& text) const {
        write_file(folder / name, text);
        return folder / name;
    }

    // What an import of these files writes on standard error: "" where it succeeds.
    [[nodiscard]] std::string import_of(const std::vector<std::filesystem::path>& files,
                                        int failing_exit = 65) const {
        std::vector<std::string> arguments = {"omop", "import"};
        for (const auto& one : files) arguments.push_back(one);
        const auto errors = folder / "errors";
        write_file(errors, "");
        const auto end = run_program(arguments, environment_of(settings), errors);
        const auto said = read_file(errors);
        CHECK(end.exit_code == (said.empty() ? 0 : failing_exit));
        return said;
    }

    [[nodiscard]] nlohmann::json status() const {
        const auto end = run_program({"omop", "status", "--json"}, environment_of(settings));
        CHECK(end.exit_code == 0);
        return nlohmann::json::parse(end.output);
    }

    std::string conditions() {
        return value("select string_agg(condition_concept_id::text, ' ' order by condition_concept_id) from "
                     "omop.condition_occurrence");
    }
};

} // namespace

TEST_CASE("imported concepts and mappings reach the OMOP views, and the shipped concepts stay") {
    Vocabularies rig;
    const auto shipped = rig.number("select count(*) from omop.concept");
    const auto concepts = rig.file("CONCEPT.csv", std::string(kConceptHeader) + kConcept);
    const auto map = rig.file("source_to_concept_map.csv", std::string(kMapHeader) + kMap);
    CHECK(rig.import_of({map, concepts}) == "");
    CHECK(rig.number("select count(*) from omop.concept") == shipped + 1);
    CHECK(rig.value("select concept_name || valid_start_date from omop.concept where concept_id = 9000001") ==
          "A \"made-up\" concept1970-01-01");
    CHECK(rig.conditions() == "0 9000001");
    const auto status = rig.status();
    CHECK(status.at("vocabulary").at("concept") == shipped + 1);
    const auto condition = status.at("coverage").at(0);
    CHECK(condition.at("field") == "condition_occurrence.condition_concept_id");
    CHECK(condition.at("rows") == 2);
    CHECK(condition.at("mapped_rows") == 1);
    CHECK(condition.at("codes") == 2);
    CHECK(condition.at("mapped_codes") == 1);

    CHECK(rig.import_of({map, concepts}) == ""); // again: the same
    CHECK(rig.number("select count(*) from omop.source_to_concept_map") == 1);
    CHECK(rig.import_of({rig.file("SOURCE_TO_CONCEPT_MAP.csv", kMapHeader)}) == "");
    CHECK(rig.conditions() == "0 0");
}

TEST_CASE("a broken vocabulary file is refused by line and column, and nothing of its run stays") {
    Vocabularies rig;
    const auto before = content(rig.sql(), "omop");
    const auto map = rig.file("SOURCE_TO_CONCEPT_MAP.csv", std::string(kMapHeader) + kMap);
    const std::string head = kConceptHeader;
    const auto changed = [](const std::string& from, const std::string& to) {
        std::string row = kConcept;
        return row.replace(row.find(from), from.size(), to);
    };
    const std::vector<std::pair<std::string, std::string>> files = {
        {head + kConcept + changed("9000001", "9000002.5"), "line 3: the column concept_id holds no integer"},
        {head + changed("9000001", "3000000000"), "line 2: the column concept_id holds no integer"},
        {head + changed("9000001", ""), "line 2: the column concept_id is empty"},
        {head + changed("19700101", "19700230"), "line 2: the column valid_start_date holds no date"},
        {head + changed("\tS\t", "\tSS\t"),
         "line 2: the column standard_concept is longer than 1 characters"},
        {head + changed("\tS", ""), "line 2: 9 values, the header has 10"},
        {head + kConcept + "900", "line 3: 1 values, the header has 10"},
        {head + changed("made-up", "made\xFFup"), "line 2: the bytes are not UTF-8"},
        {head + kConcept + kConcept, "lines 2 and 3 have the same concept_id"},
        {"concept_id,concept_name\n", "line 1: column 1 is none of the table concept"},
        {"concept_id\tconcept_id\n", "line 1: the column concept_id is there twice"},
        {"concept_id\n", "line 1: the column concept_name is missing"},
        {"", "line 0: there is no header"},
        {head + changed("Condition", "Nonsense"), "1 rows of concept have a domain_id that domain does not"},
    };
    for (const auto& [text, problem] : files) {
        INFO(problem);
        const auto said = rig.import_of({rig.file("CONCEPT.csv", text), map});
        CHECK(said.find(problem) != std::string::npos);
        CHECK(said.find("3000000000") == std::string::npos);
    }
    CHECK(rig.import_of({map}).find("1 rows of source_to_concept_map have a target_concept_id") !=
          std::string::npos);
    CHECK(content(rig.sql(), "omop") == before);
}

TEST_CASE("a file that is no vocabulary table's, is named twice or is not there is refused before anything") {
    Vocabularies rig;
    const auto map = rig.file("SOURCE_TO_CONCEPT_MAP.csv", kMapHeader);
    CHECK(rig.import_of({rig.file("PERSON.csv", "person_id\n")}, 64) != "");
    CHECK(rig.import_of({map, map}, 64) != "");
    CHECK(rig.import_of({rig.folder / "CONCEPT.csv"}, 66) != "");
    CHECK(rig.import_of({map}) == "");
}
