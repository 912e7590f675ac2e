// The page made from aggregates that a test put there. That the figures equal the views, and what a browser
// makes of them, is in tests/browser/.

#include "dashboard/writer.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace padchestd;
using nlohmann::json;

namespace {

// Two months with a gap between them, two sexes, three terms of which one would break out of any page.
constexpr std::string_view kAggregates = R"sql(
    insert into dwh.dim_diagnosis values
        ('normal', 'normal', null, 'normal', true), ('nodule', 'nodule', null, 'finding', true),
        ('odd', '</script><script>alert(1)</script>', null, 'finding', false), ('unlabelled', 'unlabelled', null, 'unlabelled', false);
    insert into dwh.agg_encounter values
        ('2010-01-01', '0-17', 'F', 3), ('2010-01-01', '55+', 'M', 20), ('2010-03-01', '55+', 'F', 40), ('2010-03-01', '55+', 'M', 0);
    insert into dwh.agg_diagnosis values
        (2010, '0-17', 'F', 'normal', 3), (2010, '55+', 'M', 'nodule', 20), (2010, '55+', 'F', 'odd', 12),
        (2010, '55+', 'F', 'nodule', 30), (2010, '55+', 'F', 'unlabelled', 7);
    insert into dwh.agg_diagnosis_pair values ('nodule', 'odd', 9);
    insert into dwh.agg_finding_status values ('2010-03-01', 'unlabelled', 7);
    insert into dwh.dim_procedure values ('a', 'CR', 'PA', 'unknown', 'unknown');
    insert into dwh.agg_procedure values ('2010-01-01', 'a', 23), ('2010-03-01', 'a', 60);
    insert into dwh.agg_label_method values ('2010-01-01', 'Physician', 23);
    insert into dwh.agg_studies values ('F', 0, 1), ('F', 43, 1), ('M', 20, 1);
    insert into dwh.agg_keyword values ('nodul', 50);
)sql";

struct Page {
    tests::Database database;
    pg::Connection connection = database.connect();
    tests::ManualClock clock;
    dashboard::Options options{0, "padchest", "1.2.3"};

    json model() {
        const std::string page = dashboard::page(connection, options, clock);
        constexpr std::string_view kBegin = R"(<script id="model" type="application/json">)";
        const std::size_t begin = page.find(kBegin) + kBegin.size();
        return json::parse(page.substr(begin, page.find("</script>", begin) - begin));
    }
};

// The cell of a published cube, by its dimensions' values; 0 where there is none.
json cell(const json& cube, const std::vector<json>& values) {
    const std::size_t width = cube["dims"].size();
    for (std::size_t at = 0; at < cube["cells"].size(); at += width + 1) {
        bool same = true;
        for (std::size_t dimension = 0; dimension < width; ++dimension)
            same =
                same && cube["dims"][dimension]["values"][cube["cells"][at + dimension].get<std::size_t>()] ==
                            values[dimension];
        if (same) return cube["cells"][at + width];
    }
    return 0;
}

} // namespace

TEST_CASE("a database without a warehouse gives a page that says how to make one") {
    tests::Database database(tests::Start::empty);
    pg::Connection connection = database.connect();
    tests::ManualClock clock;
    const std::string page = dashboard::page(connection, {0, "padchest", "1.2.3"}, clock);
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(page.find("padchestd migrate") != std::string::npos);
}

TEST_CASE_METHOD(Page, "an empty warehouse gives a page that says how to fill it") {
    CHECK(model()["missing"]["how"] == "padchestd ingest --once");
    connection.query("queue", "insert into ingest.change_queue values ('1', gen_random_uuid(), now())");
    CHECK(model()["missing"]["how"] == "padchestd refresh");
}

TEST_CASE_METHOD(Page, "the cubes hold every aggregate, and time has no gaps") {
    connection.script("fill the aggregates", kAggregates);
    const json made = model();
    CHECK(made["generated_at"] == "2020-01-01T00:00:00.000000Z");
    CHECK(made["totals"]["encounters"] == 63);
    CHECK(made["totals"]["patients_with_studies"] == 2);
    CHECK(made["totals"]["patients_in_pool"] == 3);
    CHECK(made["totals"]["avg_per_patient"] == 31.5);
    CHECK(made["totals"]["images"] == 83);
    const json& encounters = made["cubes"]["encounters"][0];
    CHECK(encounters["dims"][0]["values"] == json({"2010-01-01", "2010-02-01", "2010-03-01"}));
    CHECK(cell(encounters, {"2010-03-01", "55+", "F"}) == 40);
    CHECK(cell(encounters, {"2010-02-01", "55+", "F"}) == 0);
    CHECK(cell(made["cubes"]["diagnoses"][0], {2010, "55+", "F", "nodule"}) == 30);
    CHECK(cell(made["cubes"]["procedures"][0], {2010, "CR", "PA"}) == 83);
    CHECK(cell(made["cubes"]["patients"][0], {43, "F"}) == 1);
    CHECK(made["diagnoses"][0] ==
          json({{"code", "nodule"}, {"text", "nodule"}, {"kind", "finding"}, {"n", 50}}));
    CHECK(made["diagnoses"].size() == 3); // unlabelled is no diagnosis
    CHECK(made["pairs"] == json::parse("[[0, 1, 9]]"));
    CHECK(made["keywords"] == json::parse(R"([["nodul", 50]])"));
}

TEST_CASE_METHOD(Page, "the tail of a feed's vocabulary is counted, not listed") {
    connection.script("fill the aggregates", kAggregates);
    CHECK(model()["other_diagnoses"].is_null());
    connection.script("invent labels", R"sql(
        insert into dwh.dim_diagnosis select 'rare-' || n, 'rare ' || n, null, 'finding', false from generate_series(1, 2000) as n;
        insert into dwh.agg_diagnosis select 2010, '55+', 'M', 'rare-' || n, 2 from generate_series(1, 2000) as n)sql");
    const json made = model();
    CHECK(made["diagnoses"].size() == 500);
    CHECK(made["other_diagnoses"] == json({{"terms", 1503}, {"labels", 3006}}));
    CHECK(cell(made["cubes"]["diagnoses"][0], {2010, "55+", "F", "nodule"}) == 30);
    options.small_cells = 5;
    CHECK(model()["other_diagnoses"] == json({{"terms", 1503}, {"labels", 3005}}));
}

TEST_CASE_METHOD(Page, "a label cannot end the script element around it") {
    connection.script("fill the aggregates", kAggregates);
    const std::string page = dashboard::page(connection, options, clock);
    CHECK(page.find("alert(1)") != std::string::npos);
    CHECK(page.find("<script>alert(1)") == std::string::npos);
    CHECK(model()["diagnoses"][1]["text"] == "</script><script>alert(1)</script>");
}

TEST_CASE_METHOD(Page, "the stamp tells position, lag, quarantine and ledger") {
    connection.script("fill the aggregates", kAggregates);
    connection.script("fill the books", R"sql(
        insert into ingest.checkpoint (feed, generation, byte_offset, last_row, epoch, batch_id, header_mac, prefix_length,
                                       prefix_mac, window_length, window_mac, device, inode, committed_at)
            values ('padchest', 1, 1000, 83, 1, 2, '', 0, '', 0, '', 0, 0, '2020-01-01 10:00+00');
        insert into ingest.batches values
            ('padchest', 1, 'feed', 1, 0, 600, 0, 50, 100, 50, 500, 0, 0, 0, 0, 0, 0, '', 40, 50, 40, 1, now(), now()),
            ('padchest', 2, 'feed', 1, 600, 1000, 50, 83, 0, 31, 380, 0, 0, 0, 0, 2, 20, '', 23, 31, 23, 1, now(), now());
        insert into ingest.quarantine (feed, generation, byte_offset, length, row_number, reason, record_hash, batch_id, quarantined_at)
            values ('padchest', 1, 700, 10, 60, 'bad_date', '', 2, now());
        insert into ingest.change_queue values ('1', gen_random_uuid(), '2020-01-01 09:00+00'), ('1', gen_random_uuid(), now());
    )sql");
    const json stamp = model()["stamp"];
    CHECK(stamp["batch"] == 2);
    CHECK(stamp["last_row"] == 83);
    CHECK(stamp["committed_at"] == "2020-01-01T10:00:00Z");
    CHECK(stamp["warehouse"]["behind"] == true);
    CHECK(stamp["warehouse"]["queued_encounters"] == 1);
    CHECK(stamp["warehouse"]["oldest"] == "2020-01-01T09:00:00Z");
    CHECK(stamp["quality"]["quarantined_open"] == 1);
    CHECK(stamp["quality"]["unlabelled"] == 7);
    CHECK(stamp["quality"]["ledger"]["adds_up"] == true);
    CHECK(stamp["quality"]["ledger"]["loaded_records"] == 81);
    connection.script("lose bytes",
                      "update ingest.batches set start_offset = 601, loaded_bytes = 379 where batch_id = 2");
    CHECK(model()["stamp"]["quality"]["ledger"]["adds_up"] == false);
}

TEST_CASE_METHOD(Page, "under privacy.small_cells only coarse, rounded tables are in the page") {
    connection.script("fill the aggregates", kAggregates);
    options.small_cells = 5;
    const json made = model();
    CHECK(made["small_cells"] == 5);
    CHECK(made["totals"]["encounters"] == 60);
    CHECK(made["totals"]["patients_with_studies"].is_null()); // two
    CHECK(made["totals"]["avg_per_patient"].is_null());       // it would tell them
    const json& encounters = made["cubes"]["encounters"];
    REQUIRE(encounters.size() == 2);
    CHECK(encounters[0]["dims"].size() == 1);
    CHECK(cell(encounters[0], {"2010-01-01"}) == 20);
    CHECK(cell(encounters[1], {"0-17"}).is_null());
    CHECK(cell(made["cubes"]["diagnoses"][0], {"0-17", "normal"}).is_null());
    CHECK(made["pairs"] == json::parse("[[0, 1, 5]]"));
}

TEST_CASE_METHOD(Page, "a path that cannot be written leaves the old page and says where") {
    const tests::TempFolder folder;
    const auto file = folder / "page.html";
    dashboard::write(connection, file, options, clock);
    CHECK(tests::read_file(file).starts_with("<!doctype html>"));
    CHECK_THROWS_AS(dashboard::write(connection, folder / "not" / "there" / "page.html", options, clock),
                    std::system_error);
}
