#include "nih/columns.h"
#include "nih/mapping.h"
#include "nih/transform.h"
#include "support/record_reading.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace padchestd;
using clinical::Reason;
using tests::ParsedRow;
using tests::Row;

namespace {

feed::CsvHeader header() {
    feed::CsvHeader header;
    header.names = {"Image Index",
                    "Finding Labels",
                    "Follow-up #",
                    "Patient ID",
                    "Patient Age",
                    "Patient Gender",
                    "View Position",
                    "OriginalImage[Width",
                    "Height]",
                    "OriginalImagePixelSpacing[x",
                    "y]"};
    return header;
}

Row row() {
    return {{"Image Index", "90000001_000.png"},
            {"Finding Labels", "Effusion|Pleural_Thickening"},
            {"Follow-up #", "0"},
            {"Patient ID", "90000001"},
            {"Patient Age", "58"},
            {"Patient Gender", "M"},
            {"View Position", "PA"},
            {"OriginalImage[Width", "2682"},
            {"Height]", "2749"},
            {"OriginalImagePixelSpacing[x", "0.14300000000000002"},
            {"y]", "0.14300000000000002"}};
}

Row with(const std::string& column, const std::string& value) {
    return tests::changed(row(), column, value);
}

util::HashKey key() {
    util::Secret secret{};
    std::iota(secret.begin(), secret.end(), std::uint8_t{0});
    return util::HashKey(secret);
}

std::unique_ptr<clinical::StudyReader> keyed_reader() {
    auto reader = std::make_unique<nih::Transform>(header());
    reader->use_hash_key(key());
    return reader;
}

struct Read : tests::RecordReading {
    explicit Read(const Row& cells)
        : RecordReading(header(), cells, keyed_reader(), 1) {}
};

} // namespace

TEST_CASE("an image is a study whose key is a keyed hash of its index") {
    const Read read(row());
    const auto& study = read.study();
    // By Python: hmac.new(bytes(range(32)), b'source id 90000001_000.png', 'sha256').hexdigest()[:32]
    CHECK(study.encounter.encounter_id == "29061ba35876dd75851d9c73335ef33b");
    CHECK(study.procedure.procedure_id == study.encounter.encounter_id);
    CHECK(study.encounter.date == nih::kStatedDate);
    CHECK_FALSE(study.encounter.pediatric);
    CHECK(study.encounter.diagnoses->codes ==
          std::vector<std::string>{"nih-effusion", "nih-pleural-thickening"});
    CHECK(study.encounter.diagnoses->unknown.empty());
    CHECK(study.encounter.localizations->codes.empty());
    CHECK_FALSE(study.report);
    const auto value = [&](std::size_t column) {
        return clinical::OptionalText(study.procedure.values.at(column));
    };
    CHECK(value(nih::procedure_name) == "Chest X-ray, PA");
    CHECK(value(nih::projection) == "PA");
    CHECK(value(nih::view_position) == "PA");
    CHECK(value(nih::resolution) == "0.14300000000000002");
    CHECK(value(nih::width) == "2682");
    CHECK(value(nih::rows) == "2749");
    CHECK(study.procedure.columns == nih::kImageColumns.size());
}

TEST_CASE("age, sex and number of the patient are for the draw only") {
    const Read read(with("Patient Age", "7"));
    CHECK(read.study().encounter.pediatric);
    CHECK(read.study().person.birth_year == 2008);
    CHECK(read.study().person.sex == 'M');
    CHECK(read.study().person.source_id == "90000001");
    CHECK(Read(with("Patient Gender", "")).study().person.sex == '\0');
    CHECK_FALSE(Read(with("Patient Age", "18")).study().encounter.pediatric);
    CHECK(Read(with("Patient Age", "17")).study().encounter.pediatric);
}

TEST_CASE("neither a key nor a cell of a record that is not loaded is kept") {
    const ParsedRow record(header(), row());
    CHECK_FALSE(nih::mapping().blanked(header(), record.record()));
    CHECK_FALSE(nih::mapping().keys(header(), record.record()).encounter_id);
    CHECK_FALSE(nih::mapping().keys(header(), record.record()).procedure_id);
}

TEST_CASE("a record that cannot be right is rejected with reason and column") {
    CHECK(Read(with("Image Index", "")).refusal() == "missing_value Image Index");
    CHECK(Read(with("Image Index", "9000 1.png")).refusal() == "bad_key Image Index");
    CHECK(Read(with("Image Index", std::string(257, '1'))).refusal() == "key_too_long Image Index");
    CHECK(Read(with("Patient Age", "")).refusal() == "missing_value Patient Age");
    CHECK(Read(with("Patient Age", "058Y")).refusal() == "bad_number Patient Age");
    CHECK(Read(with("Patient Age", "414")).refusal() == "number_out_of_range Patient Age");
    CHECK(Read(with("Patient Age", "58.5")).refusal() == "bad_number Patient Age");
    CHECK(Read(with("Height]", "0")).refusal() == "number_out_of_range Height]");
    CHECK(Read(with("OriginalImage[Width", "-5")).refusal() == "bad_number OriginalImage[Width");
    CHECK(Read(with("y]", "0x1")).refusal() == "bad_number y]");
    CHECK(Read(with("OriginalImagePixelSpacing[x", "11")).refusal() ==
          "number_out_of_range OriginalImagePixelSpacing[x");
    CHECK(Read(with("View Position", std::string(129, 'A'))).refusal() == "text_too_long View Position");
    CHECK(Read(with("Finding Labels", std::string(257, 'a'))).refusal() == "text_too_long Finding Labels");
}

TEST_CASE("a copy that was saved again has the same content, and pixels that are not square no one spacing") {
    const Read read(row());
    const Read copy([] {
        auto cells = row();
        for (const auto* const column : {"Patient Age", "OriginalImage[Width", "Height]"})
            cells.at(column) += ".0";
        cells.at("View Position") = " PA ";
        return cells;
    }());
    CHECK(copy.study().encounter.content_hash == read.study().encounter.content_hash);
    CHECK(copy.study().procedure.content_hash == read.study().procedure.content_hash);
    CHECK_FALSE(Read(with("y]", "0.2")).study().procedure.values.at(nih::resolution));
    const Read unknown(with("View Position", "nan"));
    CHECK(*unknown.study().procedure.values.at(nih::procedure_name) == "Chest X-ray");
}

TEST_CASE("studies of a batch stay as they are until the second batch after it begins") {
    nih::Transform transform(header());
    transform.use_hash_key(key());
    const ParsedRow first(header(), row());
    const ParsedRow second(header(), with("Image Index", "90000001_001.png"));
    const auto one = std::get<clinical::StudyRecord>(transform(first.record(), 1));
    const std::string id(one.encounter.encounter_id);
    transform.begin_batch();
    for (int i = 0; i < 1000; ++i) (void)transform(second.record(), 1);
    CHECK(one.encounter.encounter_id == id);
    CHECK(one.encounter.diagnoses->codes.size() == 2);
}

TEST_CASE("no image index is read without a key for its hash") {
    nih::Transform transform(header());
    const ParsedRow record(header(), row());
    CHECK_THROWS_AS(transform(record.record(), 1), std::logic_error);
}

TEST_CASE("a header that lacks a column or has one twice is refused with its name") {
    auto without = header();
    without.names[1] = "Labels";
    CHECK_THROWS_WITH(nih::Transform(without), Catch::Contains("Finding Labels"));
    auto twice = header();
    twice.names[2] = "View Position";
    CHECK_THROWS_WITH(nih::Transform(twice), Catch::Contains("'View Position' twice"));
    auto shorter = header();
    shorter.names.erase(shorter.names.begin() + 2); // the follow-up is not read
    CHECK(nih::missing_columns(shorter).empty());
}
