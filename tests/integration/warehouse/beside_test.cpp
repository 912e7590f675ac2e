// Whoever works on the warehouse at the same time as somebody else: right results, no deadlock, no failure.

#include "integration/warehouse/differences.h"
#include "integration/warehouse/small_store.h"
#include "pg/transaction.h"
#include "store/patient_history.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "util/time_text.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace padchestd;

namespace {

// Sessions that work until they are told to stop, each at least once. A failure of theirs is what they
// return.
class Beside {
  public:
    explicit Beside(tests::Database& database)
        : database_(database) {}

    template<typename Work>
    void start(std::string name, Work work) {
        running_.push_back(
            {std::move(name), std::async(std::launch::async, [this, work] { return until_stopped(work); })});
    }

    // Stops all of them: each that failed, by name, with what went wrong.
    std::string stop() {
        stopped_ = true;
        std::string failures;
        for (auto& [name, done] : running_) {
            const std::string failure = done.get();
            if (!failure.empty()) failures += name + ": " + failure + "\n";
        }
        running_.clear();
        return failures;
    }

  private:
    template<typename Work>
    std::string until_stopped(Work work) {
        try {
            auto own = database_.connect();
            const tests::ManualClock clock;
            std::string failures;
            do failures += work(own, clock);
            while (!stopped_ && failures.empty());
            return failures;
        } catch (const std::exception& failure) {
            return failure.what();
        }
    }

    tests::Database& database_;
    std::atomic<bool> stopped_{false};
    std::vector<std::pair<std::string, std::future<std::string>>> running_;
};

std::string refresh_once(pg::Connection& own, const util::Clock& clock) {
    return warehouse::refresh(own, clock).damaged ? "found the warehouse damaged" : "";
}

std::string rebuild_once(pg::Connection& own, const util::Clock& clock) {
    warehouse::refresh_full(own, clock);
    return "";
}

std::string verify_once(pg::Connection& own, const util::Clock& clock) {
    return tests::said(warehouse::verify(own, clock));
}

// What a reader sees in one snapshot adds up, whatever is being done to the warehouse.
std::string read_once(pg::Connection& own, const util::Clock&) {
    pg::Transaction snapshot(own, pg::Isolation::repeatable_read);
    const auto sums = own.query(
        "read", "select (select coalesce(sum(encounters), 0) from analytics.encounters_per_month) as months,"
                " (select encounters from analytics.avg_studies_per_patient) as patients, (select count(*) "
                "from dwh.fact_encounter) as facts,"
                " (select coalesce(sum(1.0 / labels), 0)::numeric(12, 3)::bigint from "
                "dwh.bridge_encounter_diagnosis) as bridges");
    snapshot.commit();
    const pg::Row sum = sums.only();
    for (const std::string_view name : {"patients", "facts", "bridges"})
        if (sum[name].text() != sum["months"].text()) return "the sums of one snapshot differ";
    return "";
}

// An operator's: patients live elsewhere, or were born on another day.
std::string edit_patients_once(pg::Connection& own, const util::Clock& clock) {
    const auto at = util::rfc3339(clock.now());
    const auto patient =
        own.query("draw a patient", "select patient_id from ods.patients order by random() limit 1");
    if (patient.empty()) return "";
    const std::string id = patient.value().string();
    store::move_patient(
        own, id,
        std::chrono::year_month_day{std::chrono::year(2014), std::chrono::month(9), std::chrono::day(15)},
        "Elche", at);
    store::correct_patient(own, id, std::nullopt, "M", at);
    return "";
}

std::string records(int first, int count) {
    std::string text;
    for (int i = first; i < first + count; ++i) {
        const std::string study = std::to_string(9900 + i);
        text += tests::feed_line({.image = study + "_a.png",
                                  .study = study,
                                  .date = i % 2 == 0 ? "20140915" : "20141231",
                                  .labels = i % 3 == 0 ? "[]" : "['pneumonia', ' cardiomegaly']"});
    }
    return text;
}

} // namespace

TEST_CASE(
    "beside the daemon, others refresh, rebuild, verify, read and edit patients: all right, no deadlock",
    "[threads]") {
    constexpr int kRounds = 40;
    constexpr int kRecords = 15;
    tests::IngestRig rig;
    rig.settings.ingest.batch_rows = 10;
    rig.replace(tests::feed_header() + records(0, kRecords));
    rig.settle();
    Beside others(rig.database);
    others.start("refresh", refresh_once);
    others.start("rebuild", rebuild_once);
    others.start("verify", verify_once);
    others.start("reader", read_once);
    others.start("operator", edit_patients_once);
    for (int round = 1; round <= kRounds; ++round) {
        rig.append(records(round * kRecords - 5, kRecords)); // five of them again, relabelled or the same
        const auto report = rig.cycle();
        INFO(tests::problem_of(report));
        CHECK(report.state == ingest::CycleState::worked);
    }
    CHECK(others.stop() == "");
    rig.settle();
    CHECK(tests::said(warehouse::verify(rig.sql(), rig.clock)) == "");
    CHECK(rig.number("select count(*) from dwh.fact_encounter") == kRounds * kRecords + kRecords - 5);
}

TEST_CASE("every kind of change to the store beside refresh, rebuild and verify ends right", "[threads]") {
    tests::Database database;
    auto connection = database.connect();
    const tests::ManualClock clock;
    tests::SmallStore store(connection, tests::seed());
    warehouse::refresh(connection, clock);
    Beside others(database);
    others.start("refresh", refresh_once);
    others.start("rebuild", rebuild_once);
    others.start("verify", verify_once);
    others.start("reader", read_once);
    for (int i = 0; i < 600; ++i) store.change();
    CHECK(others.stop() == "");
    CHECK(tests::said(warehouse::verify(connection, clock)) == "");
}
