// The draws of a patient over the real PadChest file: under `matched` age and sex are those of the file to
// within a tolerance, under `by_patient` studies per patient are the file's, and no id and no birth year of
// the file is in the database. Prints counts, never anything of a row.

#include "support/child.h"
#include "support/csv_oracle.h"
#include "support/environment.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <set>
#include <unordered_set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct RealStudy {
    std::string person, sex, date, labels;
    std::optional<int> birth_year;
};

// By study: the person of its first record, the labels of its last one.
std::map<std::string, RealStudy> real_studies(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::map<std::string, RealStudy> studies;
    for (const auto& record : oracle_records(text, text.find('\n') + 1, {36, 1U << 20U})) {
        const auto& cells = record.fields;
        const auto [study, is_new] = studies.try_emplace(cells.at(4));
        study->second.labels = cells.at(31);
        if (!is_new) continue;
        study->second.date = cells.at(3);
        study->second.person = cells.at(5);
        study->second.sex = cells.at(7);
        if (cells.at(6).size() >= 4) study->second.birth_year = std::stoi(cells.at(6));
    }
    return studies;
}

// A store of the real feed under a draw, loaded by the program.
struct DrawnRig : IngestRig {
    DrawnRig(const std::filesystem::path& feed, const std::string& draw, const std::string& count) {
        settings.feed.path = feed;
        auto environment = environment_of(settings);
        environment["PADCHESTD_PATIENTS__DRAW"] = draw;
        environment["PADCHESTD_PATIENTS__COUNT"] = count;
        const auto end = run_program({"ingest", "--once"}, environment);
        REQUIRE(end.exit_code == 0);
    }
    std::map<std::string, double> counted(const std::string& query) {
        const auto rows = sql().query("count for a test", query);
        std::map<std::string, double> counts;
        const auto columns = rows.columns();
        for (const pg::Row row : rows) counts[row[columns[0]].string()] = row[columns[1]].number();
        return counts;
    }
};

std::string age_group(int age) {
    return age < 18 ? "0-17" : age < 35 ? "18-34" : age < 55 ? "35-54" : "55+";
}

// The greatest difference of two tables' cells, as a share of `whole`.
double greatest_difference(const std::map<std::string, double>& found,
                           const std::map<std::string, double>& expected, double whole) {
    std::set<std::string> cells;
    for (const auto& [cell, count] : found) cells.insert(cell);
    for (const auto& [cell, count] : expected) cells.insert(cell);
    double greatest = 0;
    for (const auto& cell : cells) {
        const auto count = [&](const auto& table) { return table.count(cell) == 0 ? 0 : table.at(cell); };
        greatest = std::max(greatest, std::abs(count(found) - count(expected)) / whole);
    }
    return greatest;
}

// Each table of the database as text, searched for `pattern`: what was found, once each.
std::unordered_set<std::string> found_in_tables(IngestRig& rig, const std::string& pattern) {
    const auto tables = rig.sql().query(
        "list tables",
        "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in "
        "('ods', 'ingest', 'dwh', 'omop')");
    std::unordered_set<std::string> found;
    for (const pg::Row table : tables) {
        const auto rows = rig.sql().query("search a table",
                                          "select distinct found[1] as match from " + table["name"].string() +
                                              " as stored, regexp_matches(stored::text, $1, 'g') as found",
                                          {pattern});
        for (const pg::Row row : rows) found.insert(row["match"].string());
    }
    return found;
}

} // namespace

TEST_CASE("under the draw matched the real feed's diagnoses by age group and sex are those of the file's own "
          "ages") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    const auto studies = real_studies(*feed);
    // The file has years of birth only, and the patient's may be two years away.
    constexpr double kTolerance = 0.01; // of all studies, in each cell
    const std::array<std::string, 3> labels{"cardiomegaly", "pneumonia", "normal"};
    std::map<std::string, double> ages, sexes;
    std::map<std::string, std::map<std::string, double>> labelled;
    double whole = 0;
    for (const auto& [id, study] : studies) {
        if (!study.birth_year || (study.sex != "F" && study.sex != "M")) continue;
        const auto group = age_group(std::stoi(study.date.substr(0, 4)) - *study.birth_year);
        ++whole;
        ++ages[group + " " + study.sex];
        ++sexes[study.sex];
        for (const auto& label : labels)
            if (study.labels.find("'" + label + "'") != std::string::npos ||
                study.labels.find("' " + label + "'") != std::string::npos)
                ++labelled[label][group];
    }

    DrawnRig rig(*feed, "matched", "5000");
    CHECK(rig.value("select draw from analytics.patient_draw") == "matched");
    const auto unknown = static_cast<double>(studies.size()) - whole; // drawn from everybody
    const double age_difference =
        greatest_difference(rig.counted("select age_group || ' ' || sex, sum(encounters)::bigint from "
                                        "analytics.encounter_cube group by 1"),
                            ages, whole);
    CHECK(age_difference < kTolerance);
    const auto by_sex =
        rig.counted("select sex, sum(encounters)::bigint from analytics.encounter_cube group by 1");
    for (const auto& [sex, count] : sexes) CHECK(std::abs(by_sex.at(sex) - count) <= unknown);
    double label_difference = 0;
    for (const auto& label : labels) {
        double all = 0;
        for (const auto& [group, count] : labelled.at(label)) all += count;
        label_difference =
            std::max(label_difference,
                     greatest_difference(
                         rig.counted("select age_group, encounters from "
                                     "analytics.frequent_diagnoses_by_age_group where description = '" +
                                     label + "'"),
                         labelled.at(label), all));
    }
    CHECK(label_difference < 2 * kTolerance); // of the studies with the label
    std::cout << "matched: greatest difference of a cell of age group and sex " << 100 * age_difference
              << " % of " << whole << " studies, of a label's age groups " << 100 * label_difference
              << " % of its studies; " << unknown << " studies without year of birth or sex\n";
}

TEST_CASE("under the draw by patient the real feed's studies per patient are the file's, and no id and no "
          "year is stored") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    std::map<std::string, int> per_person;
    std::unordered_set<std::string> persons, births;
    for (const auto& [id, study] : real_studies(*feed)) {
        ++per_person[study.person];
        persons.insert(study.person);
        if (study.birth_year) births.insert(std::to_string(*study.birth_year) + ".0");
    }
    std::map<std::string, double> expected;
    for (const auto& [person, count] : per_person) ++expected[std::to_string(count)];

    DrawnRig rig(*feed, "by_patient", "68986");
    CHECK(rig.counted(
              "select studies::text, count(*) from (select count(*) as studies from ods.encounters group by "
              "patient_id) as patients group by studies") == expected);

    const auto digits = found_in_tables(rig, "(?<![0-9])([0-9]{36,39})(?![0-9])");
    for (const auto& found : digits) CHECK(persons.count(found) == 0);
    const auto years = found_in_tables(rig, "(?<![0-9.])([0-9]{4}\\.0)(?![0-9])");
    for (const auto& found : years) CHECK(births.count(found) == 0);
    // The search itself finds an id that is there.
    rig.sql().query(
        "plant an id",
        "update ods.reports set report_text = $1 where ctid = (select min(ctid) from ods.reports)",
        {*persons.begin()});
    CHECK(found_in_tables(rig, "(?<![0-9])([0-9]{36,39})(?![0-9])").count(*persons.begin()) == 1);
    std::cout << "by_patient: " << per_person.size() << " patients, " << expected.size()
              << " different numbers of studies, equal to the file's; " << digits.size()
              << " numbers of as many digits as an id has in the tables, none of them a patient's\n";
}
