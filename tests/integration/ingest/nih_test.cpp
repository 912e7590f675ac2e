// NIH ChestX-ray14 as a second feed beside PadChest's: one store, one warehouse, and no number of a patient.

#include "ingest/session_settings.h"
#include "operation/plan.h"
#include "operation/redraw.h"
#include "operation/replay.h"
#include "simulator/nih_feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "support/second_feed.h"
#include "util/hash_key.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <regex>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;
using ingest::CycleState;

namespace {

const clinical::Mapping& nih_mapping() {
    return mappings().at("nih");
}

std::string nih_feed(std::uint64_t images, double bad = 0) {
    simulator::NihFeed generator({.encounters = images, .seed = 3, .bad_records = bad});
    std::string text(generator.first_line());
    for (std::string record; generator.next(record);) text += record;
    return text;
}

// The header, and one image of patient 90000001.
std::string one_image(const std::string& width = "2500") {
    return nih_feed(1).substr(0, nih_feed(1).find('\n') + 1) + "90000001_000.png,Mass,0,90000001,58,M,PA," +
           width + ",2048,0.168,0.168\n";
}

void follow_nih(config::Settings& settings) {
    settings.feed.format = "nih";
    settings.feed.facility = "NIHCC";
    settings.ingest.max_reject_ratio = 1;
}

struct NihRig : IngestRig {
    NihRig() { follow_nih(settings); }
};

struct Image {
    std::string patient, gender;
    int age = 0;
};

// A feed's images by their ids under the rig's secret.
std::map<std::string, Image> images_of(const std::string& feed) {
    util::Secret secret{};
    for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::uint8_t>(i);
    const util::HashKey key(secret);
    std::map<std::string, Image> images;
    const std::regex record("([0-9]{8}_[0-9]{3}\\.png),[^,]*,[0-9]+,([0-9]+),([0-9]+),([FM]),");
    for (std::sregex_iterator one(feed.begin(), feed.end(), record), end; one != end; ++one)
        images[util::hex(key.of_id((*one)[1].str()).mac)] = {(*one)[2], (*one)[4], std::stoi((*one)[3])};
    return images;
}

// Every row of every table but the secret, as text.
std::string dump(IngestRig& rig) {
    std::string all;
    const auto tables = rig.sql().query(
        "list tables", "select format('%I.%I', schemaname, tablename) as name from pg_tables where "
                       "schemaname in ('ods', 'ingest', 'dwh') and tablename <> 'draw_secret'");
    for (const pg::Row table : tables)
        all += rig.value("select string_agg(row::text, E'\\n') from " + table["name"].string() + " as row") +
               '\n';
    return all;
}

} // namespace

TEST_CASE("feeds of two formats fill one store, each its facility, and one warehouse that a rebuild equals") {
    IngestRig rig;
    std::string padchest = feed_header();
    for (int i = 0; i < 20; ++i) {
        const auto id = std::to_string(5000 + i);
        padchest += feed_line({.image = id + "_a.png", .study = id, .report_id = id, .labels = "['normal']"});
    }
    rig.replace(padchest);
    REQUIRE(rig.cycle().state == CycleState::worked);
    SecondFeed second(rig);
    follow_nih(second.settings);
    write_file(second.settings.feed.path, nih_feed(300));
    REQUIRE(second.cycle().state == CycleState::worked);
    rig.append(feed_line({.image = "6000_a.png", .study = "6000", .report_id = "6000"}));
    REQUIRE(rig.cycle().state == CycleState::worked);

    CHECK(rig.value("select string_agg(concat_ws(':', facility_id, f.name, feed, n), ' ' order by n) from "
                    "(select facility_id, feed, count(*) as n from ods.encounters group by 1, 2) as e join "
                    "ods.facilities as f using (facility_id)") ==
          "HSJ:Hospital San Juan de Alicante:padchest:21 NIHCC:NIH Clinical Center:second:300");
    CHECK(rig.value("select string_agg(concat_ws(':', facility_id, n), ' ' order by n) from (select "
                    "facility_id, count(*) as n from dwh.fact_encounter group by 1) as e") ==
          "HSJ:21 NIHCC:300");
    CHECK(rig.number("select count(*) from ods.diagnoses where in_taxonomy and diagnosis_code ~ '^nih-'") ==
          15);
    CHECK(rig.value("select string_agg(concat_ws(' ', month, undated_feeds), ',') from "
                    "analytics.encounters_per_month where undated_feeds is not null") == "2015-12-01 second");
    CHECK(rig.value("select string_agg(concat_ws(' ', month_of_year, undated_feeds), ',') from "
                    "analytics.encounters_per_month_of_year where undated_feeds is not null") == "12 second");
    CHECK(flaws(rig.sql(), rig.settings) == "");
    CHECK(flaws(rig.sql(), second.settings) == "");

    const auto before = rig.row_versions({"ods", "dwh"});
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    second.restart();
    CHECK(second.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);

    second.restart(); // under the same name, a feed with dates
    second.settings.feed.format = "padchest";
    write_file(second.settings.feed.path, feed_header());
    REQUIRE(second.cycle().state == CycleState::idle);
    CHECK(rig.number("select count(*) from ingest.undated_feeds") == 0);
}

TEST_CASE("every record of a made-up NIH feed is a study or in quarantine, and a new start writes nothing") {
    NihRig rig;
    rig.settings.ingest.batch_rows = 70;
    const auto feed = nih_feed(400, 0.2);
    rig.replace(feed);
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.number("select count(*) from ods.encounters") == 400);
    CHECK(rig.number("select count(distinct concat(reason, column_name)) from ingest.quarantine") == 7);
    CHECK(rig.number("select count(*) from ingest.quarantine where record is not null or encounter_id is not "
                     "null or procedure_id is not null") == 0);
    CHECK(flaws(rig.sql(), rig.settings) == "");
    const auto before = rig.row_versions({"ods", "dwh"});
    rig.restart();
    CHECK(rig.cycle().state == CycleState::idle);
    CHECK(rig.row_versions({"ods", "dwh"}) == before);
}

TEST_CASE("the number of a patient is nowhere in the database, not even as a hash that can be guessed") {
    NihRig rig;
    rig.replace(one_image() + one_image("70000").substr(one_image().find('\n') + 1));
    REQUIRE(rig.cycle().state == CycleState::worked);
    REQUIRE(rig.number("select count(*) from ingest.quarantine") == 1);
    const auto content = dump(rig);
    const std::string index = "90000001_000.png";
    for (const std::string& text : {index, std::string("90000001"), std::string(",58,")}) {
        INFO(text);
        CHECK(content.find(text) == std::string::npos);
    }
    const std::string id = images_of(one_image()).begin()->first;
    CHECK(content.find(id) != std::string::npos);
    CHECK(content.find(util::hex(util::content_hash(index))) == std::string::npos);
    CHECK(rig.value("select string_agg(encounter_id, ',') from ods.encounters where encounter_id in "
                    "(md5('90000001_000.png'), left(encode(sha256('90000001_000.png'), 'hex'), 32))") == "");
    note_proof("every image index of a made-up NIH table searched for in a dump, as text and by its hashes",
               4, "none is found without the secret", kTriedToGetIdentitiesOut);
}

TEST_CASE("an NIH record that the database refused is loaded from the feed by a replay") {
    NihRig rig;
    rig.sql().script("refuse wide images",
                     "alter table ods.procedures add constraint narrow check (image_columns < 3000)");
    rig.replace(one_image("3333"));
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(rig.value("select reason || ' ' || encounter_id from ingest.quarantine") ==
          "refused_by_database " + images_of(one_image()).begin()->first);
    rig.sql().script("allow them", "alter table ods.procedures drop constraint narrow");
    const auto replayed = operation::replay(rig.sql(), 1, rig.settings, nih_mapping(), rig.clock);
    CHECK(replayed.end == operation::ReplayEnd::loaded);
    CHECK(rig.value("select procedure_id from ods.procedures") == images_of(one_image()).begin()->first);
    rig.settle();
    CHECK(flaws(rig.sql(), rig.settings) == "");
}

TEST_CASE("a plan knows the images of the store, and those of another NIH feed") {
    NihRig rig;
    rig.replace(nih_feed(50));
    const auto empty = operation::make_plan(rig.sql(), rig.settings, nih_mapping(), rig.clock);
    CHECK(empty.new_records == 50);
    REQUIRE(rig.cycle().state == CycleState::worked);
    CHECK(operation::make_plan(rig.sql(), rig.settings, nih_mapping(), rig.clock).records == 0);
    auto other = rig.settings;
    other.feed.name = "other";
    other.ingest.breaker_min_rows = 1'000;
    const auto plan = operation::make_plan(rig.sql(), other, nih_mapping(), rig.clock);
    CHECK(plan.rejected == std::map<std::string, std::int64_t>{{"study_of_other_feed", 50}});
}

TEST_CASE("the draw by patient gives all images of an NIH patient one patient, matched one of sex and age") {
    NihRig rig;
    const auto feed = nih_feed(60);
    rig.settings.patients.count = 2'000;
    rig.settings.patients.draw = config::PatientDraw::by_patient;
    rig.replace(feed);
    REQUIRE(rig.cycle().state == CycleState::worked);
    const auto images = images_of(feed);
    std::set<std::string> people;
    for (const auto& [id, image] : images) people.insert(image.patient);
    REQUIRE(people.size() < images.size());
    CHECK(rig.number("select count(distinct patient_id) from ods.encounters") ==
          static_cast<long long>(people.size()));
    rig.restart();
    rig.settings.patients.draw = config::PatientDraw::matched;
    {
        pg::Connection connection(ingest::session_options(rig.settings.postgres, "redraw"));
        CHECK(operation::redraw(connection, rig.settings, nih_mapping(), rig.clock).unread == 0);
    }
    rig.settle();
    CHECK(flaws(rig.sql(), rig.settings) == "");
    for (const auto& [id, image] : images) {
        const auto drawn = rig.value("select sex || age_years from dwh.fact_encounter join dwh.dim_patient "
                                     "using (patient_key) where encounter_id = '" +
                                     id + "'");
        CHECK(drawn.substr(0, 1) == image.gender);
        CHECK(std::abs(std::stoi(drawn.substr(1)) - image.age) <= 2);
    }
}

TEST_CASE("a pool too small for the draw by patient is reported with the size that an NIH feed needs") {
    NihRig rig;
    rig.settings.patients.count = 3;
    rig.settings.patients.draw = config::PatientDraw::by_patient;
    rig.replace(nih_feed(60));
    CHECK(problem_of(rig.cycle()).what.find("this feed needs patients.count: ") != std::string::npos);
}
