// The real PadChest file, where it can be had (scripts/fetch-padchest): the counts that are known of it, from
// the program as an operator starts it. Prints counts and positions, never anything of a row.

#include "operation/audit.h"
#include "support/child.h"
#include "support/csv_oracle.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/packing.h"
#include "support/saved_again.h"
#include "util/seeded_random.h"
#include "warehouse/verify.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// An ingest rig whose feed is the real one, and the environment that gives a child the same configuration.
struct RealRig : IngestRig {
    explicit RealRig(const std::filesystem::path& feed) {
        settings.feed.path = feed;
        settings.patients.count = 5'000;
    }

    [[nodiscard]] ChildEnd ingest_once() const {
        return run_program({"ingest", "--once"},
                           {{"PADCHESTD_FEED__PATH", settings.feed.path},
                            {"PADCHESTD_POSTGRES__CONNINFO", settings.postgres.conninfo},
                            {"PADCHESTD_STATE__FILE", settings.state.file},
                            {"PADCHESTD_PATIENTS__SECRET_FILE", settings.patients.secret_file}});
    }

    void expect(const std::string& query, long long count) {
        INFO(query);
        CHECK(number("select count(*) from " + query) == count);
    }
};

// The file's studies, read by the tests' own reader; the last record of a study counts.
struct Study {
    std::string date; // 20140915
    std::set<std::string> labels;
};
using Studies = std::map<std::string, Study>;

// The strings of a Python list, trimmed, without empty ones.
std::set<std::string> list_of(const std::string& text) {
    std::set<std::string> values;
    for (std::size_t at = text.find_first_of("'\""); at != std::string::npos;) {
        const std::size_t end = text.find(text[at], at + 1);
        std::string value = text.substr(at + 1, end - at - 1);
        value.erase(0, value.find_first_not_of(' '));
        value.erase(value.find_last_not_of(' ') + 1);
        if (!value.empty()) values.insert(value);
        at = text.find_first_of("'\"", end + 1);
    }
    return values;
}

Studies read_studies(const std::filesystem::path& path) {
    constexpr std::size_t kColumns = 36;
    constexpr std::size_t kDate = 3;
    constexpr std::size_t kStudy = 4;
    constexpr std::size_t kLabels = 31;
    const std::string file = content_of(path);
    Studies studies;
    for (const auto& record : oracle_records(file, file.find('\n') + 1, {kColumns, 1U << 20U})) {
        Study& study = studies[record.fields[kStudy]];
        study.date = record.fields[kDate];
        study.labels = list_of(record.fields[kLabels]);
    }
    return studies;
}

using Counts = std::map<std::string, long long>;

// The rows of a query of (key, count).
Counts counted(pg::Connection& connection, const std::string& sql) {
    const auto rows = connection.query("read a view", sql);
    Counts counts;
    const auto columns = rows.columns();
    for (const pg::Row row : rows) counts[row[columns[0]].string()] = row[columns[1]].integer();
    return counts;
}

// By term: the taxonomy gives all 193 labels of the file a code and keeps the file's spelling.
void check_views(RealRig& rig, const Studies& studies) {
    Counts months;
    Counts labels;
    Counts pairs;
    for (const auto& [id, study] : studies) {
        ++months[study.date.substr(0, 4) + "-" + study.date.substr(4, 2) + "-01"];
        for (auto one = study.labels.begin(); one != study.labels.end(); ++one) {
            ++labels[*one];
            for (auto other = std::next(one); other != study.labels.end(); ++other)
                ++pairs[*one + "|" + *other];
        }
    }
    auto& sql = rig.sql();
    CHECK(
        counted(sql,
                "select month::text, encounters from analytics.encounters_per_month where encounters > 0") ==
        months);
    CHECK(counted(sql, "select description, encounters from analytics.diagnosis_frequency where "
                       "diagnosis_code <> 'unlabelled' "
                       "and encounters > 0") == labels);
    CHECK(counted(sql,
                  "select case when a.description collate \"C\" < b.description collate \"C\" then "
                  "a.description || '|' || b.description "
                  "else b.description || '|' || a.description end, encounters from analytics.diagnosis_pairs "
                  "join ods.diagnoses as a on a.diagnosis_code = code_a join ods.diagnoses as b on "
                  "b.diagnosis_code = code_b "
                  "where encounters > 0") == pairs);
}

// Age at the encounter, counted here from the dates, against the view's groups.
void check_age_groups(RealRig& rig, const Studies& studies) {
    const auto births =
        rig.sql().query("read births", "select encounter_id, to_char(birth_date, 'YYYYMMDD') as birth "
                                       "from ods.encounters join ods.patients using (patient_id)");
    Counts groups;
    for (const pg::Row row : births) {
        const Study& study = studies.at(row["encounter_id"].string());
        const int age = (std::stoi(study.date) - std::stoi(row["birth"].string())) / 10'000;
        const std::string group = age < 18 ? "0-17" : age < 35 ? "18-34" : age < 55 ? "35-54" : "55+";
        for (const auto& label : study.labels) ++groups[group + "|" + label];
    }
    CHECK(counted(rig.sql(), "select age_group || '|' || description, encounters from "
                             "analytics.frequent_diagnoses_by_age_group "
                             "where diagnosis_code <> 'unlabelled'") == groups);
}

} // namespace

TEST_CASE("the real feed gives the known counts, in flat memory, and a second run writes nothing") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    RealRig rig(*feed);
    const auto end = rig.ingest_once();
    REQUIRE(end.exit_code == 0);
    std::cout << "peak memory of the program: " << end.peak_rss_kib / 1024 << " MiB\n";
    CHECK(end.peak_rss_kib < 64 * 1024);
    rig.expect("ods.procedures", 160'861);
    rig.expect("ods.encounters", 109'931);
    rig.expect("ods.reports", 109'931);
    rig.expect("ods.encounter_diagnoses", 222'233);
    rig.expect("(select distinct diagnosis_code from ods.encounter_diagnoses) as d", 193);
    rig.expect("ods.encounter_localizations", 196'348);
    rig.expect("(select distinct localization_code from ods.encounter_localizations) as l", 104);
    rig.expect("ods.encounter_diagnoses where diagnosis_code = 'normal'", 35'842);
    rig.expect("dwh.bridge_encounter_diagnosis where diagnosis_code = 'normal' and labels = 1", 35'687);
    rig.expect("dwh.fact_encounter where finding_status = 'unlabelled'", 590);
    rig.expect("dwh.fact_encounter where finding_status = 'undetermined'", 3'843);
    rig.expect("ingest.quarantine", 0);
    rig.expect("analytics.encounters_per_month where encounters > 0", 124);
    CHECK(rig.value("select string_agg(month || ' ' || encounters, ', ' order by encounters desc) from "
                    "(select * from "
                    "analytics.encounters_per_month order by encounters desc limit 3) as busiest") ==
          "2014-05-01 1829, 2011-03-01 1747, 2009-01-01 1727");
    CHECK(rig.value(
              "select avg_per_pool_patient = 21.99 and avg_per_patient >= 21.99 and patients_in_pool = 5000 "
              "from analytics.avg_studies_per_patient") == "t");
    CHECK(rig.value("select (select sum(encounters) from analytics.encounters_per_month) = 109931 and "
                    "(select count(*) from "
                    "dwh.fact_encounter) = 109931 and (select round(sum(1.0 / labels), 6) from "
                    "dwh.bridge_encounter_diagnosis) = 109931") == "t");

    const auto studies = read_studies(*feed);
    check_views(rig, studies);
    check_age_groups(rig, studies);
    for (const auto& difference : warehouse::verify(rig.sql(), rig.clock))
        FAIL_CHECK("warehouse differs: " << difference.table);
    const auto audit = operation::audit(rig.sql(), rig.settings, mappings().at(rig.settings.feed.format));
    CHECK(audit.feed_records == 160'861);
    for (const auto& difference : audit.differences) FAIL_CHECK(difference);

    const auto before = rig.row_versions({"ods", "dwh"});
    CHECK(rig.ingest_once().exit_code == 0);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
}

TEST_CASE("the real feed compressed by gzip or zstd gives the known counts, in memory below 64 MiB too") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    for (const std::string extension : {".csv.gz", ".csv.zst"}) {
        CAPTURE(extension);
        RealRig rig("feed");
        rig.settings.feed.path = rig.folder / ("feed" + extension);
        rig.replace(extension == ".csv.gz" ? gzip(content_of(*feed)) : zstd(content_of(*feed)));
        const auto end = rig.ingest_once();
        REQUIRE(end.exit_code == 0);
        std::cout << "peak memory of the program on " << extension << ": " << end.peak_rss_kib << " KiB\n";
        CHECK(end.peak_rss_kib < 64 * 1024);
        rig.expect("ods.procedures", 160'861);
        rig.expect("ods.encounter_diagnoses", 222'233);
        rig.expect("ingest.quarantine", 0);
    }
}

TEST_CASE("the real feed's first 10,000 records give the known counts") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    RealRig rig("part.csv");
    rig.settings.feed.path = rig.folder / "part.csv";
    const std::string file = content_of(*feed);
    const auto records = oracle_records(file.substr(0, 12'000'000), file.find('\n') + 1, {36, 1U << 20U});
    rig.replace(std::string_view(file).substr(0, records[10'000].start.byte_offset));
    REQUIRE(rig.ingest_once().exit_code == 0);
    rig.expect("ods.procedures", 10'000);
    rig.expect("ods.encounters", 6'760);
    rig.expect("ods.encounter_diagnoses", 14'459);
    rig.expect("(select distinct diagnosis_code from ods.encounter_diagnoses) as d", 183);
    rig.expect("ods.encounter_localizations", 12'348);
    rig.expect("(select distinct localization_code from ods.encounter_localizations) as l", 101);
    rig.expect("dwh.fact_encounter where finding_status = 'unlabelled'", 0);
    rig.expect("analytics.encounters_per_month where encounters > 0", 48);
}

TEST_CASE("the real feed in slices of any bytes, with restarts between, ends as in one go") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    const std::string file = content_of(*feed);
    RealRig whole(*feed);
    REQUIRE(whole.ingest_once().exit_code == 0);
    RealRig sliced("growing.csv");
    sliced.settings.feed.path = sliced.folder / "growing.csv";
    util::SeededRandom random(seed());
    const std::uint64_t most = long_run() ? 4'000'000 : 20'000'000;
    for (std::size_t at = 0; at < file.size();) {
        const auto length = 1 + random.below(most);
        sliced.append(std::string_view(file).substr(at, length));
        at += length;
        REQUIRE(sliced.ingest_once().exit_code == 0);
    }
    CHECK(sliced.store_content() == whole.store_content());
    CHECK(content(sliced.sql(), "dwh") == content(whole.sql(), "dwh"));
}

TEST_CASE("copies of the real feed that were saved again give its content, and write nothing over it") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    RealRig rig(*feed);
    const auto text = content_of(*feed);
    const std::size_t records = long_run() ? 160'861 : 10'000;
    const auto copies = saved_copies(text, records);
    rig.settings.feed.path = rig.folder / "feed.csv";
    rig.replace(copies.back().text); // with tabs: cell by cell as they are in the file
    REQUIRE(rig.ingest_once().exit_code == 0);
    rig.expect("ods.procedures", static_cast<long long>(records));
    const auto whole = content_without_sources(rig.sql());
    const auto before = rig.row_versions({"ods"});
    for (const auto& copy : copies) {
        CAPTURE(copy.name);
        rig.replace(copy.text);
        CHECK(rig.ingest_once().exit_code == 0);
        CHECK(rig.row_versions({"ods"}) == before);

        RealRig fresh(rig.settings.feed.path);
        REQUIRE(fresh.ingest_once().exit_code == 0);
        CHECK(content_without_sources(fresh.sql()) == whole);
    }
}
