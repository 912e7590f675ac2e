// fact_report, filled in slices while the store grows.

#include "integration/warehouse/small_store.h"
#include "pg/transaction.h"
#include "support/database.h"
#include "support/manual_clock.h"
#include "warehouse/refresh.h"
#include "warehouse/report_slices.h"
#include "warehouse/report_tables.h"

#include <catch2/catch.hpp>

using namespace padchestd;

namespace {

struct Slicing {
    tests::Database database;
    pg::Connection connection = database.connect();
    tests::SmallStore store{connection, 7};
    pg::Connection second = database.connect();
    std::int64_t batches = 0;
    warehouse::ReportSlices slices{second, [this] { return batches; }};

    // As a batch of a first load does it: what is new is not queued.
    void add_batch() {
        store.add_encounters(20);
        connection.query("forget what is new", "delete from ingest.change_queue where encounter_id not in "
                                               "(select encounter_id from dwh.fact_report)");
        ++batches;
    }
    long long number(const std::string& sql) { return connection.query("count", sql).value().integer(); }
    long long rows() { return number("select count(*) from dwh.fact_report"); }

    // All of both tables, after they were filled so in a transaction that is undone.
    std::string filled(warehouse::ReportRows there) {
        const pg::Transaction undone(connection);
        if (there == warehouse::ReportRows::unknown) connection.script("empty", "truncate dwh.fact_report");
        static_cast<void>(warehouse::fill_report_tables(connection, there));
        return connection
            .query("read both tables",
                   "select (select string_agg(f::text, ' ' order by f::text) from dwh.fact_report as f) || "
                   "(select string_agg(k::text, ' ' order by k::text) from dwh.agg_keyword as k)")
            .value()
            .string();
    }
};

} // namespace

TEST_CASE("slices of the reports, and what came after them, make the tables of a whole fill") {
    Slicing all;
    for (int i = 0; i < 30; ++i) {
        all.add_batch();
        all.slices.extend();
    }
    const auto before = all.rows();
    CHECK(before > 0);
    CHECK(before < all.number("select count(*) from ods.reports"));
    const auto known = [&](int i) { return all.store.encounters().at(i); };
    all.store.change_report(known(0));
    all.store.change_report(known(1));
    all.store.remove_encounter(known(2));
    all.slices.extend(); // nothing has committed since: as it was
    CHECK(all.rows() == before);
    CHECK(all.slices.are_whole());
    const auto whole = all.filled(warehouse::ReportRows::unknown);
    CHECK(whole.size() > 1000);
    CHECK((all.filled(warehouse::ReportRows::sliced) == whole)); // not printed
}

TEST_CASE("a slice is without the batch that is under way, and loses nothing of it") {
    Slicing all;
    auto other = all.database.connect();
    all.add_batch();
    {
        pg::Transaction batch(other);
        other.script("add a report",
                     "insert into ods.reports (encounter_id, report_id, report_text, content_hash, "
                     "source_generation, source_offset, updated_at) select encounter_id, 'more', "
                     "'nodul', content_hash, source_generation, source_offset, updated_at from "
                     "ods.encounters limit 1");
        all.slices.extend();
        all.slices.extend();
        CHECK(all.rows() == 0); // its blocks wait for its end
        batch.commit();
    }
    ++all.batches;
    all.slices.extend();
    CHECK(all.number("select count(*) from dwh.fact_report where report_id = 'more'") == 1);
    CHECK((all.filled(warehouse::ReportRows::sliced) == all.filled(warehouse::ReportRows::unknown)));
}

TEST_CASE("slices end where somebody else fills the table, and do not begin on filled ones") {
    Slicing all;
    all.add_batch();
    all.slices.extend();
    const tests::ManualClock clock;
    static_cast<void>(warehouse::refresh_full(all.connection, clock));
    const auto before = all.rows();
    CHECK(before == 20);
    all.add_batch();
    all.slices.extend();
    CHECK_FALSE(all.slices.are_whole());
    CHECK(all.rows() == before);
    const warehouse::ReportSlices later(all.second, [] { return 0; });
    CHECK_FALSE(later.are_whole());
    all.connection.script("as before its first refresh",
                          "update ingest.warehouse_state set rebuilt_at = null");
    const warehouse::ReportSlices filled(all.second, [] { return 0; });
    CHECK_FALSE(filled.are_whole());
}
