#include "ingest/cycle.h"

#include "dashboard/writer.h"
#include "ingest/backoff.h"
#include "ingest/cycle_log.h"
#include "ingest/database.h"
#include "ingest/feed_run.h"
#include "ingest/first_load_end.h"
#include "ingest/state_mirror.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/migrator.h"
#include "store/reject_log.h"
#include "util/output_path.h"
#include "util/random.h"
#include "util/time_text.h"
#include "util/version.h"
#include "warehouse/refresh.h"

#include <system_error>

namespace padchestd::ingest {

struct Cycle::State {
    State(config::Settings given, const clinical::Mappings& the_mappings, const util::Clock& the_clock,
          CycleHooks the_hooks)
        : settings(std::move(given))
        , mappings(the_mappings)
        , mapping(the_mappings.at(settings.feed.format))
        , clock(the_clock)
        , hooks(std::move(the_hooks))
        , log(the_clock)
        , source(std::make_unique<FeedSource>(settings, mapping))
        , breaker(settings.ingest)
        , mirror(settings)
        , backoff(settings.postgres.backoff_first, settings.postgres.backoff_most) {}

    void work(const std::stop_token& stop, CycleReport& report);
    void connect(const std::stop_token& stop);
    void follow_feed(const std::stop_token& stop, CycleReport& report);
    void settle_doubt(const FeedRun& run, const CycleReport& report);
    void settle_state_file(CycleReport& report);
    [[nodiscard]] bool end_first_load(CycleReport& report);
    void refresh(CycleReport& report);
    void write_dashboard(CycleReport& report);
    void expire();
    void look_at_log(CycleReport& report);
    void degrade(CycleReport& report, const util::Failure& failure);

    config::Settings settings;
    const clinical::Mappings& mappings;
    const clinical::Mapping& mapping; // of feed.format
    const util::Clock& clock;
    CycleHooks hooks;
    CycleLog log;
    std::unique_ptr<FeedSource> source;
    CircuitBreaker breaker;
    StateMirror mirror;
    Backoff backoff;
    std::unique_ptr<WriterSession> session;
    std::stop_source stopping; // what every connection listens to: a run's token is passed on to it
    std::optional<store::Checkpoint> checkpoint; // as of the last look
    std::optional<std::int64_t> batch_in_doubt;  // its commit's answer was lost
    bool dashboard_due = true; // at the first cycle too: the last one may have been cut short
    util::SteadyTime last_expiry{};
};

void Cycle::State::connect(const std::stop_token& stop) {
    if (session && !session->connection().broken()) return;
    session.reset();
    auto fresh = std::make_unique<WriterSession>(
        session_options(settings.postgres, "writer", stopping.get_token(), hooks.on_wait));
    if (stop.stop_requested()) return;
    prepare_database(fresh->connection(), settings, mapping, clock);
    session = std::move(fresh);
}

// It landed where its batch was found; it did not where this run has written that batch itself. Before
// either, the commit may still be on its way.
void Cycle::State::settle_doubt(const FeedRun& run, const CycleReport& report) {
    if (!batch_in_doubt) return;
    const bool landed = run.found_batch() >= *batch_in_doubt;
    if (!landed && report.batches == 0) return;
    log::event(log::Level::warning, "commit_settled", {{"batch", *batch_in_doubt}, {"landed", landed}});
    batch_in_doubt.reset();
}

void Cycle::State::follow_feed(const std::stop_token& stop, CycleReport& report) {
    FeedRun run(*session, *source, breaker, mirror, settings, clock, hooks, report);
    const auto keep = [&] {
        if (run.checkpoint()) checkpoint = run.checkpoint();
        settle_doubt(run, report);
    };
    try {
        run.run(stop);
    } catch (const pg::CommitInDoubt&) {
        keep();
        batch_in_doubt = checkpoint ? checkpoint->batch_id + 1 : 1;
        log::event(log::Level::warning, "commit_in_doubt", {{"batch", *batch_in_doubt}});
        throw;
    } catch (const pg::Error&) {
        keep();
        throw;
    } catch (const pg::Interrupted&) {
        keep();
        throw;
    } catch (const util::Failure&
                 failure) { // the feed itself: the warehouse and the page can still be brought up to date
        keep();
        degrade(report, failure);
        report.retry_after = {};
    }
    keep();
}

void Cycle::State::settle_state_file(CycleReport& report) {
    try {
        mirror.settle(*checkpoint);
    } catch (const util::Failure& failure) {
        report.state_file_failed = true;
        degrade(report, failure);
    }
}

// Whoever began it, and however the feed's run ended: the warehouse asks by these indexes. Returns whether
// the feed is to be read again.
bool Cycle::State::end_first_load(CycleReport& report) {
    if (!store::is_first_load_open(session->connection())) return false;
    const auto began = clock.steady();
    const auto start = feed_start(*source, checkpoint, settings, clock);
    const auto end = store::end_first_load(session->connection(), start ? &*start : nullptr);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - began);
    log_first_load_end(end, took);
    if (end.kind == store::FirstLoadEnd::Kind::incomplete || end.kind == store::FirstLoadEnd::Kind::not_owner)
        degrade(report, first_load_failure(end));
    return end.kind == store::FirstLoadEnd::Kind::feed_restarts;
}

void Cycle::State::refresh(CycleReport& report) {
    const auto result = warehouse::refresh(session->connection(), clock);
    report.refreshed = result.encounters;
    if (result.full)
        log::event(result.damaged ? log::Level::warning : log::Level::info, "warehouse_rebuilt",
                   {{"reason", result.reason}, {"encounters", result.encounters}});
    if (result.changed) dashboard_due = true;
}

void Cycle::State::write_dashboard(CycleReport& report) {
    if (report.batches > 0) dashboard_due = true;
    if (settings.dashboard.file.empty() || !dashboard_due) return;
    try {
        dashboard::write(session->connection(), settings.dashboard.file,
                         {settings.privacy.small_cells, settings.feed.name, std::string(util::version())},
                         clock);
        dashboard_due = false;
    } catch (const std::system_error& error) {
        report.dashboard_failed = true;
        degrade(report, util::Failure(error.what(),
                                      util::output_hint(error.code()) +
                                          " (dashboard.file; rows are committed all the same)",
                                      util::ExitCode::cannot_create));
    }
}

// Once a day, and at the start.
void Cycle::State::expire() {
    const auto now = clock.steady();
    if (settings.quarantine.keep_days == 0 ||
        (last_expiry != util::SteadyTime{} && now - last_expiry < std::chrono::hours(24)))
        return;
    const auto before = clock.now() - std::chrono::hours(24) * settings.quarantine.keep_days;
    const auto expired = store::expire_quarantined(session->connection(), settings.feed.name,
                                                   util::rfc3339(before), util::rfc3339(clock.now()));
    if (expired > 0) log::event(log::Level::info, "quarantine_expired", {{"records", expired}});
    last_expiry = now;
}

// The log is written by a thread of its own: a failure shows at the end of this cycle or of the next one.
void Cycle::State::look_at_log(CycleReport& report) {
    report.log_failed = log::dropped() > 0;
    if (!report.log_failed || (report.state != CycleState::worked && report.state != CycleState::idle))
        return;
    degrade(report, util::Failure("cannot write the log " + settings.logging.file.string(),
                                  "is there space, and may this user write the folder of logging.file? Its "
                                  "lines go to standard error meanwhile. Rows are committed all the same",
                                  util::ExitCode::io));
}

void Cycle::State::degrade(CycleReport& report, const util::Failure& failure) {
    if (report.state == CycleState::degraded) return; // the first problem is the one to look at
    report.state = CycleState::degraded;
    report.problem = failure.what();
    report.hint = failure.hint();
    report.exit_code = failure.exit_code();
}

void Cycle::State::work(const std::stop_token& stop, CycleReport& report) {
    const std::stop_callback forward(stop, [this] { stopping.request_stop(); });
    connect(stop);
    if (!session || stop.stop_requested()) {
        report.state = CycleState::stopped;
        return;
    }
    follow_feed(stop, report);
    if (checkpoint) {
        report.batch = checkpoint->batch_id;
        report.last_row = static_cast<std::int64_t>(checkpoint->position.record_number);
        if (report.state != CycleState::standby) settle_state_file(report);
    }
    if (report.state == CycleState::standby || stop.stop_requested())
        return; // the other daemon does the rest
    if (end_first_load(report)) {
        follow_feed(stop, report); // once: with keys in place there is nothing to end
        if (stop.stop_requested()) return;
    }
    refresh(report);
    write_dashboard(report);
    expire();
    backoff.succeeded();
}

Cycle::Cycle(config::Settings settings, const clinical::Mappings& mappings, const util::Clock& clock,
             CycleHooks hooks)
    : state_(std::make_unique<State>(std::move(settings), mappings, clock, std::move(hooks))) {}
Cycle::~Cycle() = default;

CycleReport Cycle::run(const std::stop_token& stop) {
    State& state = *state_;
    const auto started = state.clock.steady();
    CycleReport report;
    try {
        state.work(stop, report);
    } catch (const pg::Interrupted&) {
        report.state = CycleState::stopped;
        report.exit_code = util::ExitCode::temporary;
    } catch (const util::Failure& failure) {
        report.state =
            CycleState::worked; // so that this failure, not an earlier complaint, is the one reported
        state.degrade(report, failure);
        report.gives_up = dynamic_cast<const pg::ForeignHistory*>(&failure) != nullptr;
        report.retry_after = state.backoff.failed(util::random_fraction());
        state.session.reset();
    }
    state.look_at_log(report);
    report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(state.clock.steady() - started);
    state.log.write(report);
    return report;
}

void Cycle::configure(config::Settings settings) {
    auto fresh = std::make_unique<State>(std::move(settings), state_->mappings, state_->clock, state_->hooks);
    fresh->log = state_->log;
    state_ = std::move(fresh);
}

} // namespace padchestd::ingest
