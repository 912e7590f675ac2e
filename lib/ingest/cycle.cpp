#include "ingest/cycle.h"

#include "ingest/database.h"
#include "ingest/phase_timer.h"
#include "ingest/session_settings.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/fitness.h"
#include "pg/migrator.h"
#include "util/heap.h"
#include "util/random.h"

#include <utility>

namespace padchestd::ingest {

namespace {

// The first problem of a cycle is the one to look at.
void degrade(CycleReport& report, util::Problem problem) {
    if (report.state == CycleState::degraded) return;
    report.state = CycleState::degraded;
    report.problem = std::move(problem);
}

// The log is written by a thread of its own: a failure shows at the end of this cycle or of the next one.
util::Problem log_problem(const config::LoggingSettings& settings) {
    return {
        "cannot write the log " + settings.file.string(),
        "is there space, and may this user write the folder of logging.file? Its lines go to standard error "
        "meanwhile. Rows are committed all the same",
        util::ExitCode::io};
}

} // namespace

Cycle::Cycle(config::Settings settings, const clinical::Mappings& mappings, const util::Clock& clock,
             CycleHooks hooks)
    : settings_(std::move(settings))
    , mappings_(mappings)
    , mapping_(&mappings.at(settings_.feed.format))
    , clock_(clock)
    , hooks_(std::move(hooks))
    , log_(clock)
    , feed_(settings_, *mapping_)
    , watch_(settings_)
    , backoff_(settings_.postgres.backoff_first, settings_.postgres.backoff_most) {}

CycleReport Cycle::run(const std::stop_token& stop) {
    const auto began = clock_.steady();
    phases_ = {};
    work_begun_ = false;
    CycleReport report = work(stop);
    report.phases = phases_;
    report.log_failed = log::dropped() > 0;
    const bool well = report.state == CycleState::worked || report.state == CycleState::idle;
    if (report.log_failed && well) degrade(report, log_problem(settings_.logging));
    report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began);
    log_.write(report);
    if (hooks_.on_end) {
        const bool usable = session_ && !session_->connection().broken() && !stop.stop_requested();
        hooks_.on_end(report, usable ? &session_->connection() : nullptr);
    }
    return report;
}

template<typename Work>
std::optional<Cycle::Trouble> Cycle::attempt(Work work) {
    try {
        work();
        return std::nullopt;
    } catch (const pg::Interrupted& failure) {
        return Trouble{failure.problem(), true};
    } catch (const util::Failure& failure) {
        return Trouble{failure.problem(), false};
    }
}

CycleReport Cycle::work(const std::stop_token& stop) {
    const std::stop_callback forward(stop, [this] { stopping_.request_stop(); });
    if (const auto trouble = attempt([&] { connect(stop); })) return failed({}, *trouble);
    FeedReport feed = follow_feed(stop);
    FirstLoadOutcome ended;
    if (feed.lets_go_on() && !stop.stop_requested()) {
        const auto trouble = attempt([&] { ended = end_first_load(); });
        if (trouble) return failed(report_of(feed, checkpoint_), *trouble);
        // Once: with keys in place there is nothing to end.
        if (ended.feed_restarts || feed.next_file_waits) feed = both(feed, follow_feed(stop));
    }
    CycleReport report = watch(report_of(feed, checkpoint_), feed);
    report.refreshed = ended.refreshed;
    if (feed.end == FeedEnd::database_failed) return failed(report, {*feed.problem, false});
    if (feed.end == FeedEnd::standby) return report; // the other daemon does the rest
    if (auto problem = settle_state_file()) {
        report.state_file_failed = true;
        degrade(report, *problem);
    }
    if (ended.problem) degrade(report, *ended.problem);
    if (feed.out_of_order) degrade(report, *feed.out_of_order);
    return stop.stop_requested() ? report : keep_up(report);
}

// What follows from the rows, whether this cycle has written any or not.
CycleReport Cycle::keep_up(CycleReport report) {
    if (report.batches > 0) page_is_old_ = true;
    std::optional<util::Problem> dashboard;
    const auto trouble = attempt([&] {
        // Where no batch was read, the cycle has only just begun, with the same look.
        if (report.batches > 0) pg::refuse_newer_schema(session_->connection(), pg::built_in_migrations());
        report.refreshed += refresh();
        check_quality();
        dashboard = write_dashboard();
        expire();
        prove_warehouse(report.batches > 0);
    });
    if (trouble) return failed(report, *trouble);
    backoff_.succeeded();
    report.dashboard_failed = dashboard.has_value();
    if (dashboard) degrade(report, *dashboard);
    return report;
}

// The database's trouble comes before every other complaint of the cycle.
CycleReport Cycle::failed(CycleReport report, const Trouble& trouble) {
    report.problem = trouble.problem;
    if (trouble.stopped) {
        report.state = CycleState::stopped;
        return report;
    }
    report.state = CycleState::degraded;
    report.retry_after = backoff_.failed(util::random_fraction());
    session_.reset();
    return report;
}

void Cycle::connect(const std::stop_token& stop) {
    const PhaseTimer timer(clock_, phases_.connect);
    // A session that was ended while it was idle is replaced without a word: nothing was lost with it.
    if (session_ && !session_->connection().ended())
        return pg::refuse_newer_schema(session_->connection(), pg::built_in_migrations());
    session_.reset();
    auto fresh = std::make_unique<WriterSession>(
        session_options(settings_.postgres, "writer", stopping_.get_token(), hooks_.on_wait));
    if (stop.stop_requested()) throw pg::Interrupted("prepare the database");
    try {
        prepare_database(fresh->connection(), settings_, *mapping_, clock_);
    } catch (const pg::Unfit& failure) {
        if (!was_ready_) throw;
        auto problem = failure.problem(); // what was set while it ran can be taken back while it waits
        problem.final = false;
        throw util::Failure(problem);
    }
    session_ = std::move(fresh);
    was_ready_ = true;
}

FeedReport Cycle::follow_feed(const std::stop_token& stop) {
    const PhaseTimer timer(clock_, phases_.feed);
    FeedReport feed = FeedRun(feed_, *session_, settings_, clock_).run(stop, hooks_.on_progress, [this] {
        if (!std::exchange(work_begun_, true) && hooks_.on_work) hooks_.on_work();
    });
    if (feed.checkpoint) checkpoint_ = feed.checkpoint;
    if (feed.counts.batches > 1) util::return_free_pages(); // a backlog's, for the warehouse and the page
    doubt_.follow(feed, checkpoint_);
    return feed;
}

// Waiting is ordinary; waiting for long is a problem.
CycleReport Cycle::watch(CycleReport report, const FeedReport& feed) {
    if (report.state == CycleState::degraded || report.state == CycleState::stopped) return report;
    report.wait = watch_.look(sight_of(feed, checkpoint_), clock_);
    if (!report.wait || report.state == CycleState::worked || report.state == CycleState::paused)
        return report;
    report.state = CycleState::waiting;
    report.problem = report.wait->problem;
    return report;
}

std::optional<util::Problem> Cycle::settle_state_file() {
    if (!checkpoint_) return std::nullopt;
    try {
        feed_.mirror.settle(*checkpoint_);
        return std::nullopt;
    } catch (const util::Failure& failure) {
        return failure.problem();
    }
}

void Cycle::configure(config::Settings settings) {
    mapping_ = &mappings_.at(settings.feed.format);
    const config::Settings old = std::exchange(settings_, std::move(settings));
    const config::Settings& now = settings_;
    const bool same_feed = now.feed.name == old.feed.name && now.postgres.conninfo == old.postgres.conninfo;
    // The session's options, and what prepare_database() makes of the settings.
    if (!same_feed || now.postgres != old.postgres || now.feed.facility != old.feed.facility ||
        now.feed.format != old.feed.format || now.patients != old.patients)
        session_.reset();
    if (now.verify != old.verify || !same_feed) proof_.forget();
    if (now.postgres != old.postgres)
        backoff_ = Backoff(now.postgres.backoff_first, now.postgres.backoff_most);
    if (!same_feed) {
        checkpoint_.reset();
        doubt_.forget();
        watch_.forget();
    }
    feed_.configure(old, now, *mapping_);
    watch_.configure(now);
    if (now.dashboard != old.dashboard || now.privacy != old.privacy || !same_feed) page_is_old_ = true;
}

} // namespace padchestd::ingest
