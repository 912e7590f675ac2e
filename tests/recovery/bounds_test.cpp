// Feeds whose cost is not in their length: long lists of labels, and a vocabulary without end.

#include "recovery/small_studies.h"
#include "simulator/feed.h"
#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/packing.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

constexpr long kMostKib = 64L * 1024;
constexpr std::uintmax_t kMostPageBytes = 3'000'000;

// A cell of `count` labels, from number `first` on.
std::string label_list(int first, int count) {
    std::string text = "[";
    for (int i = 0; i < count; ++i)
        text += (i == 0 ? "'label " : ", 'label ") + std::to_string(first + i) + "'";
    return text + "]";
}

// Studies as a program without a limit stored them: `count` of `labels` labels each, all different.
constexpr std::string_view kOldStudies = R"sql(
    with study as (
        insert into ods.encounters
        select 'old' || n, p.patient_id, f.facility_id, '2014-09-15', false, decode(md5(n::text), 'hex'), 1, n, now(), 'padchest'
        from generate_series(1, $1::integer) as n,
             (select min(patient_id) as patient_id from ods.patients) as p, (select min(facility_id) as facility_id from ods.facilities) as f
        returning encounter_id
    ), queued as (
        insert into ingest.change_queue select encounter_id, gen_random_uuid(), now() from study
    ), term as (
        insert into ods.diagnoses select 'old-' || n, 'old ' || n, null, 'finding', false from generate_series(1, $1::integer * $2::integer) as n
        returning diagnosis_code
    ), member as (
        insert into ingest.dimension_queue select 'diagnosis', diagnosis_code, gen_random_uuid(), now() from term
    )
    select count(*) from study)sql";
constexpr std::string_view kOldLabels = R"sql(
    insert into ods.encounter_diagnoses
    select 'old' || 1 + (n - 1) / $2::integer, 'old-' || n from generate_series(1, $1::integer * $2::integer) as n)sql";

} // namespace

TEST_CASE("a study of more labels than any has is put aside, and costs nothing") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    rig.settle();
    for (int i = 0; i < 20; ++i) rig.append(study(100 + i, {.labels = label_list(510 * i, 510)}));
    rig.append(study(200, {.labels = label_list(0, 64)}));
    rig.restart();
    const auto end = run_program({"ingest", "--once"}, environment_of(rig.settings));
    CHECK(end.exit_code == 0);
    CHECK((end.peak_rss_kib < kMostKib || sanitized()));
    CHECK(rig.number("select count(*) from ingest.quarantine where reason = 'too_many_labels'") == 20);
    CHECK(rig.number("select count(*) from ods.encounter_diagnoses where encounter_id = '10100'") == 64);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << "20 studies of 510 labels: peak memory of the program " << end.peak_rss_kib << " KiB\n";
    note_proof("20 studies of 510 labels each (120 kB; before: 811 MB and 35 s)", 20,
               "put aside by position, the rest loads; the program never takes 64 MiB", kTriedToGetItStuck);
}

TEST_CASE("a compressed feed of full batches is loaded in the memory of a plain one") {
    simulator::FeedGenerator generator({.encounters = 17'000, .images_per_study = 1.463, .seed = 4});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    for (const std::string extension : {".csv.gz", ".csv.zst"}) {
        CAPTURE(extension);
        IngestRig rig;
        rig.settings.feed.path = rig.folder / ("feed" + extension);
        rig.replace(extension == ".csv.gz" ? gzip(text) : zstd(text));
        const auto end = run_program({"ingest", "--once"}, environment_of(rig.settings));
        CHECK(end.exit_code == 0);
        CHECK((end.peak_rss_kib < kMostKib || sanitized()));
        CHECK(rig.number("select byte_offset from ingest.checkpoint") == static_cast<long long>(text.size()));
        std::cout << "a feed of " << text.size() << " bytes as " << extension
                  << ": peak memory of the program " << end.peak_rss_kib << " KiB\n";
    }
    note_proof("a feed of two full batches and a part, compressed by gzip and by zstd", 2,
               "all loads; the program never takes 64 MiB", kTriedToGetItStuck);
}

TEST_CASE("a store that holds studies of hundreds of labels is followed in bounded memory") {
    IngestRig rig;
    rig.replace(feed_header() + studies(0, 5));
    rig.settle();
    rig.restart();
    const int old = long_run() ? 20 : 4;
    const int labels = 510;
    rig.sql().query("make old studies", kOldStudies, {old, labels});
    rig.sql().query("label them", kOldLabels, {old, labels});
    const auto end = run_program({"refresh"}, environment_of(rig.settings));
    CHECK(end.exit_code == 0);
    CHECK((end.peak_rss_kib < kMostKib || sanitized()));
    CHECK(rig.number("select count(*) from dwh.agg_diagnosis_pair where code_a like 'old-%'") ==
          old * labels * (labels - 1) / 2);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << old << " old studies of " << labels << " labels: peak memory of the program "
              << end.peak_rss_kib << " KiB\n";
    note_proof("a store that holds studies of 510 labels from before the limit", old,
               "followed and verified; the program never takes 64 MiB", kTriedToGetItStuck);
}

TEST_CASE("a feed that invents labels without end keeps page and daemon small") {
    IngestRig rig;
    rig.settings.dashboard.file = rig.folder / "dashboard.html";
    rig.replace(feed_header() + studies(0, 5));
    rig.settle();
    const int records = long_run() ? 50'000 : 6'000;
    for (int i = 0; i < records; ++i) rig.append(study(100 + i, {.labels = label_list(4 * i, 4)}));
    rig.restart();
    const auto end = run_program({"ingest", "--once"}, environment_of(rig.settings));
    CHECK(end.exit_code == 0);
    CHECK((end.peak_rss_kib < kMostKib || sanitized()));
    const auto page = std::filesystem::file_size(rig.settings.dashboard.file);
    CHECK(page < kMostPageBytes);
    const auto report = run_program({"report", "--format", "json"}, environment_of(rig.settings));
    CHECK(report.exit_code == 0);
    CHECK((report.peak_rss_kib < kMostKib || sanitized()));
    CHECK(rig.number("select count(*) from ods.diagnoses where not in_taxonomy") == 4 * records);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    std::cout << 4 * records << " labels of a feed's own: page " << page << " bytes, peak memory "
              << end.peak_rss_kib << " KiB, of report " << report.peak_rss_kib << " KiB\n";
    note_proof("labels of a feed's own, each once (200,000 before: a page of 32 MB and 298 MB)", 4 * records,
               "all load; the page counts the tail as other and stays below 3 MB, the program below 64 MiB",
               kTriedToGetItStuck);
}
