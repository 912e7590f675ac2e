#include "unit/padchest/transformed.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace padchestd;
using tests::Transformed, tests::read, tests::rejection;

TEST_CASE("a procedure column is filled from each of its feed's columns") {
    for (const padchest::ImageColumn& field : padchest::kImageColumns) {
        if (field.form == padchest::ValueForm::procedure_name) continue;
        CAPTURE(field.feed_column);
        const Transformed missing = read({{std::string(field.feed_column), "None"}});
        CHECK_FALSE(missing.column(field.column));
        const std::string value = field.form == padchest::ValueForm::code ? "x" : "1";
        const Transformed present = read({{std::string(field.feed_column), value}});
        CHECK(present.column(field.column) == value);
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
    CHECK_FALSE(transformed.column("projection"));
    CHECK(transformed.column("procedure_name") == "Chest X-ray");
    CHECK_FALSE(transformed.column("image_rows"));
}

TEST_CASE("an identifier is taken to the byte, or not at all") {
    const std::string longest(clinical::kMaxKeyBytes, '7');
    const std::string study = longest.substr(6);
    const Transformed long_keys = read({{"StudyID", study}, {"ImageID", study + "_a.png"}});
    CHECK(long_keys.study().procedure.procedure_id.size() == clinical::kMaxKeyBytes);
    CHECK(rejection("ImageID", longest + '7') == "key_too_long ImageID");
    CHECK(rejection("StudyID", longest + '7') == "key_too_long StudyID");
    CHECK(rejection("StudyID", std::string(10'000, '1')) == "key_too_long StudyID");
    CHECK(rejection("ImageID", "a b.png") == "bad_key ImageID");
    CHECK(rejection("ImageID", " a.png") == "bad_key ImageID");
    CHECK(rejection("ImageID", "a\n.png") == "bad_key ImageID");
    CHECK(rejection("StudyID", "1\x7f") == "bad_key StudyID");
    CHECK(read({{"StudyID", "700100-2"}, {"ImageID", "700100-2_a.png"}}).rejection() == "accepted");
    CHECK(rejection("StudyID", "estudio_ñ") == "shifted_cells StudyID");
}

TEST_CASE("a study date is a day in the plausible range") {
    CHECK(rejection("StudyDate_DICOM", "19800101") == "accepted");
    CHECK(rejection("StudyDate_DICOM", "20491231") == "accepted");
    CHECK(rejection("StudyDate_DICOM", "19791231") == "date_out_of_range StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "99991231") == "date_out_of_range StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "20140230") == "bad_date StudyDate_DICOM");
    CHECK(rejection("StudyDate_DICOM", "2014-02-30") == "bad_date StudyDate_DICOM");
}

TEST_CASE("codes of few values are checked against them") {
    CHECK(read({{"Pediatric", "PED"}}).study().encounter.pediatric);
    CHECK(rejection("Pediatric", "ped") == "unknown_code Pediatric");
    CHECK(rejection("MethodLabel", "RNN_model") == "accepted");
    CHECK(rejection("MethodLabel", "guess") == "unknown_code MethodLabel");
}

TEST_CASE("free codes are text up to a limit") {
    const std::string longest(padchest::kMaxTextBytes, 'x');
    CHECK(read({{"Manufacturer_DICOM", longest}}).column("manufacturer") == longest);
    CHECK(rejection("Manufacturer_DICOM", longest + 'x') == "text_too_long Manufacturer_DICOM");
}

TEST_CASE("a whole number comes out as digits") {
    const auto [cell, text] = GENERATE(table<std::string, std::string>({{"12", "12"},
                                                                        {" 12 ", "12"},
                                                                        {"12.0", "12"},
                                                                        {"12.", "12"},
                                                                        {"+12", "12"},
                                                                        {"000000000012", "12"}}));
    CAPTURE(cell);
    CHECK(read({{"BitsStored_DICOM", cell}}).column("bits_stored") == text);
}

TEST_CASE("a decimal number keeps every digit, and one value has one text") {
    const auto [cell, text] =
        GENERATE(table<std::string, std::string>({{"0", "0"},
                                                  {"0.1000000014901", "0.1000000014901"},
                                                  {"-4.65", "-4.65"},
                                                  {"43911", "43911"},
                                                  {"12.0", "12"},
                                                  {"12.50", "12.5"},
                                                  {"0012.50", "12.5"},
                                                  {"-012.5", "-12.5"},
                                                  {"00.5", "0.5"},
                                                  {".5", "0.5"},
                                                  {"5.", "5"},
                                                  {"-.50", "-0.5"},
                                                  {"+1.5", "1.5"},
                                                  {"1e3", "1000"},
                                                  {"2.0470e+03", "2047"},
                                                  {"-20.470E-1", "-2.047"},
                                                  {"1200e-1", "120"},
                                                  {"5e-3", "0.005"},
                                                  {"1.50e-70", "15e-71"},
                                                  {"0e5", "0"},
                                                  {"-0", "0"},
                                                  {"-0.00", "0"},
                                                  {"-.0e1", "0"}}));
    CAPTURE(cell);
    CHECK(read({{"RelativeXRayExposure_DICOM", cell}}).column("relative_exposure") == text);
}

TEST_CASE("a decimal comma is one where a file may have it, and text elsewhere") {
    padchest::NumberReader with_comma(true);
    const auto read_number = [&](std::string_view cell) {
        const auto number = with_comma(cell, clinical::NumberForm::decimal, {-1e6, 1e6});
        return number.reason ? std::string("none") : std::string(number.text);
    };
    CHECK(read_number("12,50") == "12.5");
    CHECK(read_number("12,0") == "12");
    CHECK(read_number("-,5") == "-0.5");
    CHECK(read_number("1,5E+3") == "1500");
    CHECK(read_number("12.5") == "12.5");
    for (const char* cell : {"1.234,5", "1,2,3", ",", "1,", "-,"}) {
        CAPTURE(cell);
        CHECK(read_number(cell) == (std::string(cell) == "1," ? "1" : "none"));
    }
    CHECK(with_comma("12,0", clinical::NumberForm::integer, {0, 100}).text == "12");
    CHECK(with_comma("12,5", clinical::NumberForm::integer, {0, 100}).reason == clinical::Reason::bad_number);
}

TEST_CASE("a number's text has the value of its cell, for any digits, sign, point and exponent") {
    CHECK(rc::check("the text is read as the cell is", [] {
        const auto digits = [] {
            return *rc::gen::resize(9, rc::gen::container<std::string>(rc::gen::inRange('0', char('9' + 1))));
        };
        const auto fraction = digits();
        std::string cell = (*rc::gen::arbitrary<bool>() ? "-" : "") + digits() + "." + fraction;
        if (*rc::gen::arbitrary<bool>()) cell += "e" + std::to_string(*rc::gen::inRange(-40, 9));
        padchest::NumberReader numbers(false);
        const auto number = numbers(cell, clinical::NumberForm::decimal, {-1e30, 1e30});
        if (number.reason) return;
        RC_ASSERT(std::stod(std::string(number.text)) == std::stod(cell));
        RC_ASSERT(numbers(number.text, clinical::NumberForm::decimal, {-1e30, 1e30}).text == number.text);
    }));
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
    CHECK(rejection("Exposure_DICOM", std::string(18, '0')) == "accepted");
    CHECK(rejection("Exposure_DICOM", std::string(64, '0')) == "shifted_cells Exposure_DICOM");
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
