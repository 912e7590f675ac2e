#include "clinical/procedure_columns.h"
#include "clinical/transform.h"
#include "support/feed_row.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace padchestd;
using clinical::ProcedureColumn;
using clinical::Reason;
using clinical::Rejection;
using clinical::StudyRecord;
using tests::FeedRow;
using tests::Row;
using Codes = std::vector<std::string>;

namespace {

// One record, transformed; keeps everything that the study views.
class Transformed {
  public:
    Transformed(const Row& changes, feed::CsvHeader header)
        : header_(std::move(header))
        , row_(header_, with(changes))
        , transform_(header_, clinical::Taxonomy::built_in())
        , result_(transform_(row_.record(), 3)) {}

    [[nodiscard]] const StudyRecord& study() const { return std::get<StudyRecord>(result_); }
    [[nodiscard]] std::string rejection() const {
        const auto* found = std::get_if<Rejection>(&result_);
        return found == nullptr
                   ? "accepted"
                   : std::string(clinical::name(found->reason)) + ' ' + std::string(found->column);
    }
    [[nodiscard]] clinical::OptionalText column(ProcedureColumn which) const {
        return study().procedure.columns[static_cast<std::size_t>(which)];
    }

  private:
    static Row with(const Row& changes) {
        Row row = tests::plain_row();
        for (const auto& [name, cell] : changes) row[name] = cell;
        return row;
    }

    feed::CsvHeader header_;
    FeedRow row_;
    clinical::Transform transform_;
    std::variant<StudyRecord, Rejection> result_;
};

Transformed read(const Row& changes, feed::CsvHeader header = tests::padchest_header()) {
    return {changes, std::move(header)};
}

std::string rejection(const std::string& column, const std::string& cell) {
    return read({{column, cell}}).rejection();
}

} // namespace

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
    CHECK(transformed.column(ProcedureColumn::procedure_name) == "Chest X-ray, PA");
    CHECK(transformed.column(ProcedureColumn::modality) == "CR");
    CHECK(transformed.column(ProcedureColumn::pixel_aspect_ratio) == "['1', '1']");
    CHECK(transformed.column(ProcedureColumn::window_center) == "2.0470e+03");
    CHECK(transformed.column(ProcedureColumn::relative_exposure) == "-1.42");
    CHECK(transformed.column(ProcedureColumn::image_dir) == "3");

    REQUIRE(study.report);
    CHECK(study.report->report_id == "5000001");
    CHECK(study.report->text == "sin hallazg .");
    CHECK(study.report->label_method == "Physician");
}

TEST_CASE("a procedure column is filled from each of its feed's columns") {
    for (const clinical::ProcedureField& field : clinical::procedure_fields()) {
        CAPTURE(field.feed_column);
        const Transformed missing = read({{std::string(field.feed_column), "None"}});
        CHECK_FALSE(missing.column(field.column));
        const Transformed present = read({{std::string(field.feed_column), "1"}});
        CHECK(present.column(field.column) == "1");
    }
}

TEST_CASE("missing has five spellings, blanks around them or not") {
    const std::string missing = GENERATE("", "  ", "nan", "NaN", "None", "NA", " nan ");
    CAPTURE(missing);
    CHECK(rejection("ImageID", missing) == "missing_value ImageID");
    CHECK(rejection("StudyID", missing) == "missing_value StudyID");
    CHECK(rejection("StudyDate_DICOM", missing) == "missing_value StudyDate_DICOM");
    CHECK(rejection("Pediatric", missing) == "missing_value Pediatric");
    const Transformed transformed = read({{"Labels", missing},
                                          {"Localizations", missing},
                                          {"Report", missing},
                                          {"MethodLabel", missing},
                                          {"Projection", missing},
                                          {"Rows_DICOM", missing}});
    REQUIRE(transformed.rejection() == "accepted");
    CHECK(transformed.study().encounter.diagnoses->codes.empty());
    CHECK(transformed.study().encounter.localizations->codes.empty());
    REQUIRE(transformed.study().report);
    CHECK_FALSE(transformed.study().report->text);
    CHECK_FALSE(transformed.study().report->label_method);
    CHECK_FALSE(transformed.column(ProcedureColumn::projection));
    CHECK(transformed.column(ProcedureColumn::procedure_name) == "Chest X-ray");
    CHECK_FALSE(transformed.column(ProcedureColumn::image_rows));
}

TEST_CASE("an identifier is taken to the byte, or not at all") {
    const std::string longest(clinical::kMaxKeyBytes, '7');
    CHECK(read({{"StudyID", longest}}).study().encounter.encounter_id == longest);
    CHECK(rejection("StudyID", longest + '7') == "key_too_long StudyID");
    CHECK(rejection("StudyID", std::string(10'000, '1')) == "key_too_long StudyID");
    CHECK(rejection("ImageID", "a b.png") == "bad_key ImageID");
    CHECK(rejection("ImageID", " a.png") == "bad_key ImageID");
    CHECK(rejection("ImageID", "a\n.png") == "bad_key ImageID");
    CHECK(rejection("StudyID", "1\x7f") == "bad_key StudyID");
    CHECK(rejection("StudyID", "700100-2") == "accepted");
    CHECK(rejection("StudyID", "estudio_ñ") == "accepted");
}

TEST_CASE("a study date is a day in the plausible range") {
    CHECK(rejection("StudyDate_DICOM", "19800101") == "accepted");
    CHECK(rejection("StudyDate_DICOM", "20491231") == "accepted");
    CHECK(rejection("StudyDate_DICOM", "19791231") == "date_out_of_range StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "99991231") == "date_out_of_range StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "20140230") == "bad_date StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "2014-09-15") == "bad_date StudyDate_DICOM");
}

TEST_CASE("codes of few values are checked against them") {
    CHECK(read({{"Pediatric", "PED"}}).study().encounter.pediatric);
    CHECK(rejection("Pediatric", "ped") == "unknown_code Pediatric");
    CHECK(rejection("MethodLabel", "RNN_model") == "accepted");
    CHECK(rejection("MethodLabel", "guess") == "unknown_code MethodLabel");
}

TEST_CASE("free codes are text up to a limit") {
    const std::string longest(clinical::kMaxTextBytes, 'x');
    CHECK(read({{"Manufacturer_DICOM", longest}}).column(ProcedureColumn::manufacturer) == longest);
    CHECK(rejection("Manufacturer_DICOM", longest + 'x') == "text_too_long Manufacturer_DICOM");
}

TEST_CASE("a whole number comes out as digits") {
    const auto [cell, text] = GENERATE(table<std::string, std::string>({{"12", "12"},
                                                                        {" 12 ", "12"},
                                                                        {"12.0", "12"},
                                                                        {"12.", "12"},
                                                                        {"+12", "12"},
                                                                        {"000000000012", "000000000012"}}));
    CAPTURE(cell);
    CHECK(read({{"BitsStored_DICOM", cell}}).column(ProcedureColumn::bits_stored) == text);
}

TEST_CASE("a decimal number stays as the feed writes it") {
    const std::string cell =
        GENERATE("0", "0.1000000014901", "-4.65", "43911", ".5", "5.", "-.5", "1e3", "2.0470e+03", "-0");
    CAPTURE(cell);
    CHECK(read({{"RelativeXRayExposure_DICOM", cell}}).column(ProcedureColumn::relative_exposure) == cell);
    CHECK(read({{"RelativeXRayExposure_DICOM", "+1.5"}}).column(ProcedureColumn::relative_exposure) == "1.5");
}

TEST_CASE("text where a number should be is a rejection that names the column") {
    const std::string cell =
        GENERATE("x", "inf", "-inf", "INFINITY", "-nan", "nan(1)", "0x10", "1_000", "1,5", "1 2", "1e", "--1",
                 "+-1", "-+1", "-", "+", ".", "-.", ".e1", "1.2.3", "['1']");
    CAPTURE(cell);
    CHECK(rejection("Exposure_DICOM", cell) == "bad_number Exposure_DICOM");
    CHECK(rejection("Rows_DICOM", cell) == "bad_number Rows_DICOM");
}

TEST_CASE("a fraction or an exponent is no whole number") {
    const std::string cell = GENERATE("12.5", "1e1", "12.0e0", ".0", "-.0");
    CAPTURE(cell);
    CHECK(rejection("BitsStored_DICOM", cell) == "bad_number BitsStored_DICOM");
}

TEST_CASE("a number longer than any number is refused") {
    CHECK(rejection("Exposure_DICOM", std::string(64, '0')) == "accepted");
    CHECK(rejection("Exposure_DICOM", std::string(65, '0')) == "bad_number Exposure_DICOM");
    CHECK(rejection("Exposure_DICOM", "1e999") == "number_out_of_range Exposure_DICOM");
}

TEST_CASE("a number is taken to both ends of its column's range, and no further") {
    const auto [column, inside, outside] = GENERATE(
        table<std::string, std::string, std::string>({{"PixelRepresentation_DICOM", "1", "2"},
                                                      {"BitsStored_DICOM", "1", "0"},
                                                      {"BitsStored_DICOM", "32", "33"},
                                                      {"Rows_DICOM", "1", "0"},
                                                      {"Rows_DICOM", "65535", "65536"},
                                                      {"Columns_DICOM", "65535", "-5"},
                                                      {"ImageDir", "0", "-1"},
                                                      {"ImageDir", "32767", "32768"},
                                                      {"SpatialResolution_DICOM", "0.001", "0"},
                                                      {"SpatialResolution_DICOM", "10", "10.01"},
                                                      {"WindowCenter_DICOM", "-1000000", "1000000.5"},
                                                      {"WindowWidth_DICOM", "0", "-1"},
                                                      {"XRayTubeCurrent_DICOM", "640", "-0.5"},
                                                      {"Exposure_DICOM", "250", "20001"},
                                                      {"ExposureInuAs_DICOM", "250000", "20000001"},
                                                      {"ExposureTime", "1000", "100001"},
                                                      {"RelativeXRayExposure_DICOM", "-4.65", "-1e7"},
                                                      {"Rows_DICOM", "4280", "99999999999"}}));
    CAPTURE(column, inside, outside);
    CHECK(rejection(column, inside) == "accepted");
    CHECK(rejection(column, outside) == "number_out_of_range " + column);
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
    CHECK(read({{"Projection", projection}}).column(ProcedureColumn::procedure_name) == name);
}

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

TEST_CASE("a report needs an id, and none is none") {
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
    CHECK(changed({{"StudyID", "700101"}}) == "e");
    CHECK(changed({{"StudyDate_DICOM", "20140916"}}) == "e");
    CHECK(changed({{"Pediatric", "PED"}}) == "e");
    CHECK(changed({{"Labels", "['cardiomegaly']"}}) == "e");
    CHECK(changed({{"Localizations", "nan"}}) == "e");
    CHECK(changed({{"ReportID", "5000002"}}) == "r");
    CHECK(changed({{"Report", "nan"}}) == "r");
    CHECK(changed({{"MethodLabel", "RNN_model"}}) == "r");
    CHECK(changed({{"ImageID", "700100_abd.png"}}) == "p");
    for (const auto& field : clinical::procedure_fields())
        CHECK(changed({{std::string(field.feed_column), "1"}}) == "p");
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
    CHECK(clinical::missing_columns(header).empty());
    drop("Labels");
    drop("Rows_DICOM");
    CHECK(clinical::missing_columns(header) == Codes{"Labels", "Rows_DICOM"});
    CHECK_THROWS_WITH(clinical::Transform(header, clinical::Taxonomy::built_in()),
                      Catch::Contains("lacks columns: Labels, Rows_DICOM"));
}

TEST_CASE("quarantine keeps a record as CSV, without the person in it") {
    feed::CsvHeader header{
        {}, {"", "StudyID", "PatientID", "PatientBirth", "patient_id", "PatientID", "Labels", "Report"}};
    const FeedRow row(header, {{"", "1"},
                               {"StudyID", "7"},
                               {"PatientID", "canary"},
                               {"PatientBirth", "canary"},
                               {"patient_id", "canary"},
                               {"Labels", "['a', 'b']"},
                               {"Report", "a \"b\"\nc"}});
    CHECK(clinical::blanked(header, row.record()) == "1,7,,,,,\"['a', 'b']\",\"a \"\"b\"\"\nc\"");
    feed::Record broken = row.record();
    broken.malformation = feed::Malformation::field_count;
    broken.fields = {};
    CHECK_FALSE(clinical::blanked(header, broken));
}

TEST_CASE("every column of PadChest but the person's stands in quarantine") {
    const feed::CsvHeader header = tests::padchest_header();
    Row row;
    for (const std::string& name : header.names) row[name] = "x";
    const FeedRow record(header, row);
    CHECK(clinical::blanked(header, record.record()) ==
          "x,x,x,x,x,,,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x");
}

TEST_CASE("equal label texts share one set, which lives over the next batch") {
    const feed::CsvHeader header = tests::padchest_header();
    clinical::Transform transform(header, clinical::Taxonomy::built_in());
    const auto diagnoses = [&](const std::string& labels) {
        Row row = tests::plain_row();
        row["Labels"] = labels;
        return std::get<StudyRecord>(transform(FeedRow(header, row).record(), 1)).encounter.diagnoses;
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
