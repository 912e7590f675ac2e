#include "padchest_gr/columns.h"
#include "padchest_gr/mapping.h"
#include "padchest_gr/transform.h"
#include "support/record_reading.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using clinical::Reason;
using tests::ParsedRow;
using tests::Row;

namespace {

feed::CsvHeader header() {
    feed::CsvHeader header;
    for (const auto& column : padchest_gr::column_list()) header.names.push_back(column.name);
    return header;
}

Row row() {
    return {{"StudyID", "9900001"},
            {"ImageID", "9900001_a.png"},
            {"label", "pleural effusion"},
            {"boxes_count", "1.0"},
            {"extra_boxes_count", "0"},
            {"locations", "['loc right', 'costophrenic angle']"},
            {"prior_study", "9900000"},
            {"progression_status", "stable"},
            {"prior_imageID", "9900000_b.png"},
            {"sentence_en", "Small right pleural effusion, unchanged."},
            {"sentence_es", "Pequeño derrame pleural derecho, sin cambios."},
            {"study_is_benchmark", "True"},
            {"study_is_validation", "False"},
            {"split", "test"},
            {"PatientID", "980000123"},
            {"patient_is_benchmark", "True"},
            {"PatientBirth", "1950.0"},
            {"PatientSex_DICOM", "M"},
            {"StudyDate_DICOM", "20140915"},
            {"StudyDate", "2014-09-15"},
            {"PatientAge", "64.0"},
            {"label_group", "pleural"},
            {"Year", "2014"},
            {"boxes", "[[0.1, 0.2, 0.35, 0.4]]"},
            {"extra_boxes", "[]"}};
}

Row with(const std::string& column, const std::string& value) {
    return tests::changed(row(), column, value);
}

struct Read : tests::RecordReading {
    explicit Read(const Row& cells)
        : RecordReading(header(), cells, std::make_unique<padchest_gr::Transform>(header())) {}

    [[nodiscard]] const clinical::Finding& finding() const { return *study().finding; }
    [[nodiscard]] std::string value(clinical::FindingValue place) const {
        return std::string(clinical::OptionalText(finding().values[place]).value_or("-"));
    }
};

std::string finding_id(const std::string& column, const std::string& value) {
    return std::string(Read(with(column, value)).finding().finding_id);
}

} // namespace

TEST_CASE("a record of PadChest-GR is a finding of an image of a study") {
    const Read read(row());
    const auto& study = read.study();
    CHECK(study.encounter.encounter_id == "9900001");
    CHECK(study.procedure.procedure_id == "9900001_a.png");
    CHECK(clinical::iso_text(study.encounter.date) == "2014-09-15");
    CHECK_FALSE(study.encounter.pediatric);
    CHECK_FALSE(study.report);
    CHECK(read.finding().finding_id.size() == 32);
    CHECK(read.finding().diagnosis_code == "pleural-effusion");
    CHECK(read.finding().locations->codes == std::vector<std::string>{"costophrenic-angle", "right"});
    CHECK(read.value(clinical::boxes_count) == "1");
    CHECK(read.value(clinical::boxes) == "[[0.1,0.2,0.35,0.4]]");
    CHECK(read.value(clinical::extra_boxes) == "[]");
    CHECK(read.value(clinical::progression) == "stable");
    CHECK(read.value(clinical::has_prior) == "t");
    CHECK(read.value(clinical::sentence_es) == "Pequeño derrame pleural derecho, sin cambios.");
    CHECK(read.value(clinical::study_split) == "test");
    CHECK(read.value(clinical::in_benchmark) + read.value(clinical::in_validation) == "tf");
    CHECK(study.position.generation == 3);
}

TEST_CASE("labels of PadChest-GR are PadChest's terms, as a list, alone, or in other letters") {
    for (const char* const label : {"Pleural Effusion", "['pleural effusion']", " pleural effusion "}) {
        const Read read(with("label", label));
        CHECK(read.finding().diagnosis_code == "pleural-effusion");
        CHECK(read.study().encounter.diagnoses->unknown.empty());
    }
    CHECK(Read(with("label", "Normal")).finding().diagnosis_code == "normal");
    CHECK(Read(with("label", "a \"new\", odd one")).study().encounter.diagnoses->unknown.size() == 1);
    CHECK(Read(with("locations", "right, costophrenic angle")).finding().locations->codes.size() == 2);
    CHECK(Read(with("locations", "nan")).finding().locations->codes.empty());
}

TEST_CASE("who is about the same finding has its id, and other words, places or labels another") {
    const std::string id(Read(row()).finding().finding_id);
    for (const auto* const column : {"progression_status", "split", "PatientID", "StudyDate_DICOM"})
        CHECK(finding_id(column, "20140916") == id);
    CHECK(finding_id("boxes", "") == id);
    for (const auto* const column : {"ImageID", "label", "locations", "sentence_en", "sentence_es"})
        CHECK(finding_id(column, "other") != id);
    CHECK(Read(with("progression_status", "worse")).finding().content_hash !=
          Read(row()).finding().content_hash);
    CHECK(Read(with("label", "mass")).study().encounter.content_hash ==
          Read(row()).study().encounter.content_hash);
}

TEST_CASE("the person of a record decides the draw, and a child is one by age or by birth") {
    const auto person = Read(row()).study().person;
    CHECK(person.source_id == "980000123");
    CHECK(person.birth_year == 1950);
    CHECK(person.sex == 'M');
    CHECK(Read(with("PatientBirth", "19500302")).study().person.birth_year == 1950);
    CHECK(Read(with("PatientBirth", "")).study().person.birth_year == 1950);
    CHECK(Read(with("PatientAge", "017Y")).study().encounter.pediatric);
    auto child = with("PatientAge", "");
    child.at("PatientBirth") = "2001-05-01";
    CHECK(Read(child).study().encounter.pediatric);
    child.at("PatientBirth") = "soon";
    CHECK_FALSE(Read(child).study().encounter.pediatric);
}

TEST_CASE("a record of PadChest-GR that cannot be a finding is refused with reason and column") {
    const std::vector<std::tuple<std::string, std::string, std::string>> cases{
        {"StudyID", "", "missing_value StudyID"},
        {"StudyID", std::string(300, '9'), "key_too_long StudyID"},
        {"ImageID", "9900001 a.png", "bad_key ImageID"},
        {"label", "nan", "missing_value label"},
        {"label", "['mass', 'nodule']", "too_many_labels label"},
        {"label", "['mass'", "bad_label_list label"},
        {"locations", "[[]]", "bad_label_list locations"},
        {"boxes_count", "one", "bad_number boxes_count"},
        {"boxes_count", "-1", "number_out_of_range boxes_count"},
        {"boxes_count", "2", "bad_boxes boxes"},
        {"boxes", "[[0.1, 0.2, 0.3, 1.4]]", "bad_boxes boxes"},
        {"extra_boxes", "[[0.1, 0.2, 0.3, 0.4]]", "bad_boxes extra_boxes"},
        {"study_is_benchmark", "perhaps", "unknown_code study_is_benchmark"},
        {"progression_status", std::string(200, 'x'), "text_too_long progression_status"},
        {"StudyDate_DICOM", "20140231", "bad_date StudyDate_DICOM"},
        {"StudyDate_DICOM", "18991231", "date_out_of_range StudyDate_DICOM"}};
    for (const auto& [column, cell, refusal] : cases) {
        INFO(column << " " << cell.substr(0, 40));
        CHECK(Read(with(column, cell)).refusal() == refusal);
    }
    CHECK(Read(with("StudyDate_DICOM", "")).refusal().empty()); // StudyDate has it
    CHECK(Read(with("StudyDate_DICOM", "2014-09-15 00:00:00")).refusal().empty());
}

TEST_CASE("of a rejected record of PadChest-GR only the keys are kept") {
    const ParsedRow parsed(header(), with("label", ""));
    const auto& mapping = padchest_gr::mapping();
    CHECK_FALSE(mapping.blanked(header(), parsed.record()));
    const auto keys = mapping.keys(header(), parsed.record());
    CHECK(keys.encounter_id == "9900001");
    CHECK(keys.procedure_id == "9900001_a.png");
    const ParsedRow odd(header(), with("StudyID", "a b"));
    CHECK_FALSE(mapping.keys(header(), odd.record()).encounter_id);
}

TEST_CASE("the header of the published table is taken, and one that lacks a column is refused by its name") {
    feed::CsvHeader published = header();
    published.names.resize(23); // without the boxes of the JSON
    CHECK(padchest_gr::missing_columns(published).empty());
    CHECK_NOTHROW(padchest_gr::Transform(published));
    published.names.erase(published.names.begin());
    CHECK(padchest_gr::missing_columns(published) == std::vector<std::string>{"StudyID"});
    CHECK_THROWS_AS(padchest_gr::Transform(published), util::Failure);
}
