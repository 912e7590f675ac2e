// Records whose cells are not in their columns are told from good ones, and give nothing away.

#include "padchest/export_damage.h"
#include "padchest/quarantined_record.h"
#include "padchest/record_shape.h"
#include "support/recovery_proof.h"
#include "unit/padchest/transformed.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <deque>
#include <string>
#include <vector>

using namespace padchestd;
using tests::ParsedRow;
using tests::rejection;
using tests::Row;

namespace {

const std::string kPatient = "555000555000555000555000555000555000555";
const std::string kBirth = "1931.0";

// A study's and a person's cells as long as real ones.
Row real_row() {
    Row row = tests::plain_row();
    row["StudyID"] = "313131313131313131313131313131313131313131";
    row["ImageID"] = row["StudyID"] + "_0a1b2c.png";
    row["PatientID"] = kPatient;
    row["PatientBirth"] = kBirth;
    return row;
}

std::vector<std::string> cells_of(const feed::CsvHeader& header, const Row& row) {
    std::vector<std::string> cells;
    for (const std::string& name : header.names) cells.push_back(row.at(name));
    return cells;
}

feed::Record record_of(std::vector<std::string_view>& views, const std::vector<std::string>& cells) {
    views.assign(cells.begin(), cells.end());
    feed::Record record;
    record.fields = views;
    record.bytes = "x\n";
    record.length = 2;
    return record;
}

// What a record gives to any table, in one text.
std::string stored(const feed::CsvHeader& header, padchest::Transform& transform,
                   const feed::Record& record) {
    std::string all;
    const auto add = [&](const auto& value) { all.append(value ? *value : "").append("|"); };
    const auto result = transform(record, 1);
    if (const auto* study = std::get_if<clinical::StudyRecord>(&result)) {
        all.append(study->encounter.encounter_id)
            .append("|")
            .append(study->procedure.procedure_id)
            .append("|");
        for (std::size_t i = 0; i < study->procedure.columns; ++i) add(study->procedure.values.at(i));
        for (const auto* set : {study->encounter.diagnoses, study->encounter.localizations}) {
            for (const auto& term : set->terms) all.append(term).append("|");
        }
        if (study->report) {
            all.append(study->report->report_id).append("|");
            add(study->report->text);
            add(study->report->label_method);
        }
    }
    add(padchest::blanked(header, record)); // also of a good one: the database may refuse it
    const auto keys = padchest::keys(header, record);
    for (const auto& key : {keys.encounter_id, keys.procedure_id, keys.report_id}) add(key);
    return all;
}

} // namespace

TEST_CASE("cells shifted by any amount at any column, and back at any other one, give no identity away") {
    const auto header = tests::padchest_header();
    padchest::Transform transform(header, padchest::Taxonomy::built_in());
    const auto good = cells_of(header, real_row());
    std::vector<std::string_view> views;
    std::int64_t tried = 0;
    std::int64_t leaks = 0;
    const auto check = [&](const std::vector<std::string>& cells) {
        ++tried;
        const auto text = stored(header, transform, record_of(views, cells));
        if (text.find(kPatient.substr(0, 20)) == std::string::npos && text.find(kBirth) == std::string::npos)
            return;
        ++leaks;
        std::string row;
        for (const auto& cell : cells) row += cell + ",";
        UNSCOPED_INFO(row);
    };
    const auto columns = good.size();
    for (std::size_t at = 0; at <= columns; ++at) {
        for (std::size_t back = 0; back <= columns; ++back) {
            for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 12U, 20U, 30U}) {
                auto empties = good; // commas too many at one place, cells cut at another one
                empties.insert(empties.begin() + static_cast<std::ptrdiff_t>(at), count, "");
                if (back + count <= empties.size()) {
                    const auto from = empties.begin() + static_cast<std::ptrdiff_t>(back);
                    auto cut = empties;
                    cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(back),
                              cut.begin() + static_cast<std::ptrdiff_t>(back + count));
                    check(cut);
                    std::string joined; // commas too few: cells run together
                    for (auto cell = from;
                         cell != from + static_cast<std::ptrdiff_t>(count) && cell != empties.end(); ++cell)
                        joined += *cell;
                    if (back + count < empties.size()) {
                        auto merged = empties;
                        merged[back + count] = joined + merged[back + count];
                        merged.erase(merged.begin() + static_cast<std::ptrdiff_t>(back),
                                     merged.begin() + static_cast<std::ptrdiff_t>(back + count));
                        check(merged);
                    }
                }
            }
            auto swapped = good;
            if (at < columns && back < columns) std::swap(swapped[at], swapped[back]);
            check(swapped);
        }
        auto rotated = good;
        std::rotate(rotated.begin(), rotated.begin() + static_cast<std::ptrdiff_t>(at), rotated.end());
        check(rotated);
    }
    CHECK(leaks == 0);
    CHECK(tried > 20'000);
    tests::note_proof("records with cells shifted by any amount at any column and back at any other one, run "
                      "together, swapped, rotated",
                      tried, "no PatientID and no birth year in what any table is given",
                      tests::kTriedToGetIdentitiesOut);
}

TEST_CASE("a PatientID never becomes a key, and a record that looks shifted keeps no cell") {
    const auto shifted = [](const char* column, const std::string& cell) {
        return rejection(column, cell).substr(0, 13) == "shifted_cells";
    };
    CHECK(shifted("StudyID", kPatient));
    CHECK(shifted("ImageID", "900100_abc.png"));
    CHECK(shifted("ImageID", "700100_abc.png3"));
    CHECK(shifted("ImageID", "700100"));
    CHECK(shifted("PatientSex_DICOM", kBirth));
    CHECK(shifted("PatientBirth", "F"));
    CHECK(shifted("ViewPosition_DICOM", kPatient));
    CHECK(shifted("Projection", kBirth));
    CHECK(shifted("Report", " sin hallazg " + kPatient));
    CHECK(shifted("ReportID", "-1.42"));
    CHECK(shifted("ReportID", kPatient));
    CHECK(rejection("StudyID", "") == "missing_value StudyID"); // the plainer reason comes first
    const auto header = tests::padchest_header();
    Row row = tests::plain_row();
    row["StudyID"] = kPatient;
    CHECK_FALSE(padchest::blanked(header, ParsedRow(header, row).record()));
    CHECK_FALSE(padchest::keys(header, ParsedRow(header, row).record()).encounter_id);
}

TEST_CASE("rare but real cells are plausible") {
    const auto accepted = [](Row changes) {
        Row row = tests::plain_row();
        for (auto& [column, cell] : changes) row[column] = cell;
        const auto header = tests::padchest_header();
        return !padchest::RecordShape(header).odd_column(ParsedRow(header, row).record().fields);
    };
    CHECK(accepted({{"StudyID", "3131_2"}, {"ImageID", "3131_2_995stt.png"}}));
    CHECK(accepted({{"StudyID", "3131-7"}, {"ImageID", "3131-7_-uiwj4.png"}}));
    CHECK(accepted({{"ImageID", "700100_00-000-123.png"}}));
    for (const char* sex : {"F", "M", "O", "nan", "NA", ""}) CHECK(accepted({{"PatientSex_DICOM", sex}}));
    for (const char* birth : {"", "1904.0", "2017", "nan"}) CHECK(accepted({{"PatientBirth", birth}}));
    CHECK(accepted({{"PatientID", ""}}));
    CHECK(accepted({{"MethodProjection", "resnet-50.t7"}, {"ViewPosition_DICOM", "nan"}}));
    CHECK(accepted({{"RelativeXRayExposure_DICOM", "-1.1234567890123456"}}));
}

TEST_CASE("dates as other programs save them are read where there is no doubt") {
    const auto date = [](const char* text) {
        return clinical::iso_text(tests::read({{"StudyDate_DICOM", text}}).study().encounter.date);
    };
    for (const char* text : {"20140915", "20140915.0", "20140915.", "2014-09-15", " 20140915 "})
        CHECK(date(text) == "2014-09-15");
    for (const char* text : {"15/09/2014", "09-15-2014", "2014-9-15", "20140915.5", "2.0140915E+07", "140915",
                             "2014-09-15x", "201409150"})
        CHECK(rejection("StudyDate_DICOM", text) == "bad_date StudyDate_DICOM");
}

TEST_CASE("a header with a name twice is refused, whichever it is") {
    for (const char* name : {"", "StudyID", "PatientID", "Report", "labelCUIS"}) {
        auto header = tests::padchest_header();
        header.names.emplace_back(name);
        CHECK_THROWS_AS(padchest::Transform(header, padchest::Taxonomy::built_in()), util::Failure);
    }
}
