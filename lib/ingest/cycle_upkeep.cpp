// What a cycle does after the feed: the keys that a first load put off, the warehouse, the checks of the
// data, the page, expiry.
#include "dashboard/writer.h"
#include "ingest/cycle.h"
#include "ingest/first_load_end.h"
#include "ingest/phase_timer.h"
#include "ingest/session_settings.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/fitness.h"
#include "pg/migrator.h"
#include "store/first_load.h"
#include "store/first_load_beside.h"
#include "store/reject_log.h"
#include "util/output_path.h"
#include "util/step.h"
#include "util/time_text.h"
#include "util/version.h"
#include "warehouse/refresh.h"
#include "warehouse/report_tables.h"

#include <system_error>
#include <utility>

namespace padchestd::ingest {

namespace {

struct KeysRefused {}; // or not built for any other reason

} // namespace

// After a first load, beside its keys and indexes: on two sessions, so that the server works on two cores. It
// is marked built when these are. Where they cannot be built, it is undone, and store::end_first_load()
// reports why. Nothing is built where there is a warehouse, or not in this way.
Cycle::FirstWarehouse Cycle::build_first_warehouse(warehouse::ReportRows report_rows) {
    auto& connection = session_->connection();
    if (!warehouse::is_first(connection) || !store::owns_store(connection)) return {};
    const PhaseTimer timer(clock_, phases_.refresh);
    pg::refuse_newer_schema(connection, pg::built_in_migrations());
    int objects = 0;
    std::string report_tables = "{}"; // written on the thread of `keys`, which ends first
    std::optional<store::FirstLoadBeside> keys;
    const auto begin = [&](const std::string& snapshot) {
        util::step("first_load_build");
        store::FirstLoadBeside::Work work;
        if (!snapshot.empty())
            work = [&](pg::Connection& second) {
                report_tables = warehouse::fill_report_tables(second, report_rows);
            };
        keys.emplace(session_options(settings_.postgres, "indexes", stopping_.get_token(), hooks_.on_wait),
                     snapshot, std::move(work));
    };
    const auto finish = [&] {
        const auto built = keys->finish();
        if (!built) throw KeysRefused();
        objects = *built;
        return report_tables;
    };
    try {
        const auto result = warehouse::refresh_first(connection, clock_, {begin, finish});
        note(result);
        return {result.encounters, objects};
    } catch (const KeysRefused&) {
        return {};
    } catch (const pg::Error&) {
        if (connection.broken()) throw;
        return {}; // no second session to be had, or an unchecked row contradicts the warehouse: keys first
    }
}

// Whoever began it, and however the feed's run ended: the warehouse asks by these indexes.
Cycle::FirstLoadOutcome Cycle::end_first_load() {
    using Kind = store::FirstLoadEnd::Kind;
    auto& connection = session_->connection();
    const bool sliced = session_->first_load_read();
    if (!store::lacks_objects(connection)) return {};
    const auto began = clock_.steady();
    FirstLoadOutcome outcome;
    const FirstWarehouse first =
        build_first_warehouse(sliced ? warehouse::ReportRows::sliced : warehouse::ReportRows::unknown);
    outcome.refreshed = first.encounters;
    const PhaseTimer timer(clock_, phases_.indexes);
    const auto start = feed_start(*feed_.source, checkpoint_, settings_, clock_);
    auto end = store::end_first_load(connection, start ? &*start : nullptr);
    if (first.objects > 0 && end.kind == Kind::nothing_open) end.kind = Kind::built;
    end.built += first.objects;
    log_first_load_end(end, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began));
    outcome.feed_restarts = end.kind == Kind::feed_restarts;
    if (end.kind == Kind::incomplete || end.kind == Kind::not_owner)
        outcome.problem = first_load_failure(end).problem();
    return outcome;
}

std::int64_t Cycle::refresh() {
    const PhaseTimer timer(clock_, phases_.refresh);
    const auto result = warehouse::refresh(session_->connection(), clock_);
    note(result);
    return result.encounters;
}

void Cycle::note(const warehouse::RefreshResult& result) {
    if (result.full)
        log::event(result.damaged ? log::Level::warning : log::Level::info, "warehouse_rebuilt",
                   {{"reason", result.reason}, {"encounters", result.encounters}});
    if (result.changed) page_is_old_ = true;
}

// A run by hand, too, makes the page old. A store that no batch has reached is not checked.
void Cycle::check_quality() {
    const PhaseTimer timer(clock_, phases_.quality);
    if (!checkpoint_ || checkpoint_->batch_id == 0) return;
    const auto run = quality_.look(session_->connection(), settings_, clock_);
    if (std::exchange(quality_run_, run) != run) page_is_old_ = true;
}

void Cycle::prove_warehouse(bool busy) {
    const PhaseTimer timer(clock_, phases_.proof);
    proof_.look(session_->connection(), settings_, clock_, busy);
}

std::optional<util::Problem> Cycle::write_dashboard() {
    const PhaseTimer timer(clock_, phases_.dashboard);
    if (settings_.dashboard.file.empty() || !page_is_old_) return std::nullopt;
    try {
        dashboard::write(session_->connection(), settings_.dashboard.file,
                         {settings_.privacy.small_cells, settings_.feed.name, std::string(util::version())},
                         clock_);
        page_is_old_ = false;
        return std::nullopt;
    } catch (const std::system_error& error) {
        return util::Problem{error.what(),
                             util::output_hint(error.code()) +
                                 " (dashboard.file; rows are committed all the same)",
                             util::ExitCode::cannot_create};
    }
}

// Once a day, and at the start.
void Cycle::expire() {
    const auto now = clock_.steady();
    if (settings_.quarantine.keep_days == 0 || (last_expiry_ && now - *last_expiry_ < std::chrono::hours(24)))
        return;
    const auto before = clock_.now() - std::chrono::hours(24) * settings_.quarantine.keep_days;
    const auto expired = store::expire_quarantined(session_->connection(), settings_.feed.name,
                                                   util::rfc3339(before), util::rfc3339(clock_.now()));
    if (expired > 0) log::event(log::Level::info, "quarantine_expired", {{"records", expired}});
    last_expiry_ = now;
}

} // namespace padchestd::ingest
