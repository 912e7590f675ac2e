#include "padchest/quarantined_record.h"
#include "unit/padchest/transformed.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace padchestd;
using clinical::Reason;
using clinical::Rejection;
using clinical::StudyRecord;
using tests::ParsedRow;
using tests::Row;
using tests::Transformed, tests::read, tests::rejection;
using Codes = std::vector<std::string>;

TEST_CASE("a record becomes an encounter, a procedure and a report") {
    const Transformed transformed = read({});
    const StudyRecord& study = transformed.study();
    CHECK(study.position == feed::SourcePosition{3, 1000});
    CHECK(study.record_number == 17);
    CHECK(study.length == study.raw.size());
    CHECK(study.record_hash == util::content_hash(study.raw));

    CHECK(study.encounter.encounter_id == "700100");
    CHECK(clinical::iso_text(study.encounter.date) == "2014-09-15");
    CHECK_FALSE(study.encounter.pediatric);
    CHECK(study.encounter.diagnoses->codes == Codes{"cardiomegaly", "copd-signs"});
    CHECK(study.encounter.diagnoses->terms == Codes{"cardiomegaly", "COPD signs"});
    CHECK(study.encounter.diagnoses->unknown.empty());
    CHECK(study.encounter.localizations->codes == Codes{"cardiac", "right"});

    CHECK(study.procedure.procedure_id == "700100_abc.png");
    CHECK(transformed.column("procedure_name") == "Chest X-ray, PA");
    CHECK(transformed.column("modality") == "CR");
    CHECK(transformed.column("pixel_aspect_ratio") == "['1', '1']");
    CHECK(transformed.column("window_center") == "2047");
    CHECK(transformed.column("relative_exposure") == "-1.42");
    CHECK(transformed.column("image_dir") == "3");

    REQUIRE(study.report);
    CHECK(study.report->report_id == "5000001");
    CHECK(study.report->text == "sin hallazg .");
    CHECK(study.report->label_method == "Physician");
}

TEST_CASE("procedures are named after their projection") {
    const auto [projection, name] =
        GENERATE(table<std::string, std::string>({{"PA", "Chest X-ray, PA"},
                                                  {"L", "Chest X-ray, lateral"},
                                                  {"AP", "Chest X-ray, AP"},
                                                  {"AP_horizontal", "Chest X-ray, AP supine"},
                                                  {"COSTAL", "Chest X-ray, ribs"},
                                                  {"UNK", "Chest X-ray"},
                                                  {"EXCLUDE", "Chest X-ray"},
                                                  {"oblique", "Chest X-ray, oblique"}}));
    CHECK(read({{"Projection", projection}}).column("procedure_name") == name);
}

namespace {

// The text of a list of so many different labels.
std::string labels(int count) {
    std::string text = "[";
    for (int i = 0; i < count; ++i) text += (i == 0 ? "'label " : ", 'label ") + std::to_string(i) + "'";
    return text + "]";
}

} // namespace

TEST_CASE("labels are sets of codes, whatever the list looks like") {
    const auto codes = [](const std::string& labels) {
        return read({{"Labels", labels}}).study().encounter.diagnoses->codes;
    };
    CHECK(codes("['normal', 'exclude']") == Codes{"exclude", "normal"});
    CHECK(codes("['exclude', ' normal', 'Normal', '']") == Codes{"exclude", "normal"});
    CHECK(codes("['']").empty());
    CHECK(codes("[nan]").empty());
    CHECK(rejection("Labels", "normal") == "bad_label_list Labels");
    CHECK(rejection("Labels", "[['normal']]") == "bad_label_list Labels");
    CHECK(rejection("Localizations", "['loc right'") == "bad_label_list Localizations");
    CHECK(rejection("Labels", labels(64)) == "accepted");
    CHECK(rejection("Labels", labels(65)) == "too_many_labels Labels");
    CHECK(rejection("Localizations", labels(510)) == "too_many_labels Localizations");
    CHECK(rejection("Labels", "['" + std::string(300, 'x') + "']") == "text_too_long Labels");
}

TEST_CASE("a label that the taxonomy does not know is kept and flagged") {
    const Transformed transformed = read({{"Labels", "['Unheard of', 'normal', 'unheard  of', 'aaa']"}});
    const clinical::CodeSet& set = *transformed.study().encounter.diagnoses;
    CHECK(set.codes == Codes{"aaa", "normal", "unheard-of"});
    CHECK(set.terms == Codes{"aaa", "normal", "Unheard of"});
    CHECK(set.unknown == std::vector<std::size_t>{0, 2});
}

TEST_CASE("localizations are matched without their prefix") {
    const Transformed transformed =
        read({{"Localizations", "['loc  right', ' loc left', 'loc ', 'cardiac', 'location']"}});
    CHECK(transformed.study().encounter.localizations->codes ==
          Codes{"cardiac", "left", "location", "right"});
    CHECK(transformed.study().encounter.localizations->unknown == std::vector<std::size_t>{2});
}

TEST_CASE("a report needs an id, and no id with no text is no report") {
    CHECK_FALSE(read({{"ReportID", "NA"}, {"Report", " "}}).study().report);
    CHECK(rejection("ReportID", "NA") == "missing_value ReportID");
    CHECK(rejection("ReportID", "1 2") == "bad_key ReportID");
    CHECK(read({{"Report", "\n a \t. . b\n"}}).study().report->text == "a \t. . b");
}

TEST_CASE("content hashes change with their own row's content only") {
    const Transformed transformed = read({});
    const StudyRecord& plain = transformed.study();
    const auto changed = [&](const Row& changes) {
        const Transformed other = read(changes);
        const StudyRecord& study = other.study();
        std::string rows;
        if (study.encounter.content_hash != plain.encounter.content_hash) rows += 'e';
        if (study.report->content_hash != plain.report->content_hash) rows += 'r';
        if (study.procedure.content_hash != plain.procedure.content_hash) rows += 'p';
        return rows;
    };
    CHECK(changed({}).empty());
    CHECK(changed({{"PatientID", "1"}, {"PatientBirth", "2000.0"}, {"", "9"}, {"labelCUIS", ""}}).empty());
    CHECK(changed({{"Labels", "[' cardiomegaly', \"COPD signs\"]"}, {"Report", "sin hallazg ."}}).empty());
    CHECK(changed({{"StudyID", "700101"}, {"ImageID", "700101_abc.png"}}) == "ep");
    CHECK(changed({{"StudyDate_DICOM", "20140916"}}) == "e");
    CHECK(changed({{"Pediatric", "PED"}}) == "e");
    CHECK(changed({{"Labels", "['cardiomegaly']"}}) == "e");
    CHECK(changed({{"Localizations", "nan"}}) == "e");
    CHECK(changed({{"ReportID", "5000002"}}) == "r");
    CHECK(changed({{"Report", "nan"}}) == "r");
    CHECK(changed({{"MethodLabel", "RNN_model"}}) == "r");
    CHECK(changed({{"ImageID", "700100_abd.png"}}) == "p");
    for (const auto& field : padchest::kImageColumns) {
        const bool is_number =
            field.form == padchest::ValueForm::integer || field.form == padchest::ValueForm::decimal;
        CHECK(changed({{std::string(field.feed_column), is_number ? "1" : "x"}}) == "p");
    }
}

TEST_CASE("a code that moves from one list to the next is a change") {
    const Transformed one = read({{"Labels", "['a', 'b']"}, {"Localizations", "[]"}});
    const Transformed other = read({{"Labels", "['a']"}, {"Localizations", "['b']"}});
    CHECK_FALSE(one.study().encounter.content_hash == other.study().encounter.content_hash);
}

TEST_CASE("columns are found by name, in any order and among others") {
    feed::CsvHeader header = tests::padchest_header();
    std::reverse(header.names.begin(), header.names.end());
    header.names.insert(header.names.begin() + 5, "Comment");
    const Transformed transformed = read({{"Comment", "x"}}, header);
    CHECK(transformed.study().encounter.content_hash == read({}).study().encounter.content_hash);
    CHECK(transformed.study().procedure.content_hash == read({}).study().procedure.content_hash);
}

TEST_CASE("a header that lacks a column that is read is refused by name") {
    feed::CsvHeader header = tests::padchest_header();
    const auto drop = [&](const std::string& name) {
        header.names.erase(std::find(header.names.begin(), header.names.end(), name));
    };
    for (const char* name : {"", "PatientID", "PatientBirth", "PatientSex_DICOM", "labelCUIS"}) drop(name);
    CHECK(padchest::missing_columns(header).empty());
    drop("Labels");
    drop("Rows_DICOM");
    CHECK(padchest::missing_columns(header) == Codes{"Labels", "Rows_DICOM"});
    CHECK_THROWS_WITH(padchest::Transform(header, padchest::Taxonomy::built_in()),
                      Catch::Contains("lacks columns: Labels, Rows_DICOM"));
}

TEST_CASE("quarantine keeps a record as CSV, without the person in it") {
    feed::CsvHeader header{{},
                           {"", "ImageID", "StudyID", "PatientID", "PatientBirth", "patient_id", "Pediatric",
                            "Labels", "Report"}};
    const ParsedRow row(header, {{"", "1"},
                                 {"ImageID", "7_a.png"},
                                 {"StudyID", "7"},
                                 {"PatientID", "canary"},
                                 {"PatientBirth", "1930.0"},
                                 {"patient_id", "canary"},
                                 {"Pediatric", "No"},
                                 {"Labels", "['a', 'b']"},
                                 {"Report", "a \"b\"\nc"}});
    CHECK(padchest::blanked(header, row.record()) == "1,7_a.png,7,,,,No,\"['a', 'b']\",\"a \"\"b\"\"\nc\"");
    CHECK(padchest::keys(header, row.record()).encounter_id == "7");
    feed::Record broken = row.record();
    broken.malformation = feed::Malformation::field_count;
    broken.fields = {};
    CHECK_FALSE(padchest::blanked(header, broken));
}

TEST_CASE("every column of PadChest but the person's is in quarantine") {
    const feed::CsvHeader header = tests::padchest_header();
    const ParsedRow record(header, tests::plain_row());
    const auto kept = padchest::blanked(header, record.record());
    REQUIRE(kept);
    for (const auto& [column, cell] : tests::plain_row()) {
        const bool is_person = column == "PatientID" || column == "PatientBirth";
        CHECK((kept->find(cell) == std::string::npos) == is_person);
    }
}

TEST_CASE("equal label texts share one set, which lives over the next batch") {
    const feed::CsvHeader header = tests::padchest_header();
    padchest::Transform transform(header, padchest::Taxonomy::built_in());
    const auto diagnoses = [&](const std::string& labels) {
        Row row = tests::plain_row();
        row["Labels"] = labels;
        return std::get<StudyRecord>(transform(ParsedRow(header, row).record(), 1)).encounter.diagnoses;
    };
    const clinical::CodeSet* const first = diagnoses("['first']");
    CHECK(diagnoses(" ['first'] ") == first);
    // More distinct texts than the cache holds in one generation, so that each begin_batch() ages it.
    for (int batch = 0; batch < 3; ++batch) {
        transform.begin_batch();
        for (int i = 0; i < 1100; ++i) {
            REQUIRE(diagnoses("['" + std::string(248, 'x') + std::to_string(batch * 1100 + i) + "']")
                        ->codes.size() == 1);
        }
        CHECK(diagnoses("['first']") == first); // asked for in each batch: never forgotten
        CHECK(first->codes == Codes{"first"});
    }
}
