#include "recovery/troubled_world.h"

#include "pg/error.h"
#include "support/child_daemon.h"
#include "support/mappings.h"
#include "support/step_plan.h"

#include <chrono>

namespace padchestd::tests {

TroubledWorld::TroubledWorld(std::vector<std::string> records, std::mt19937_64& random)
    : records_(std::move(records))
    , random_(random) {
    rig.settings.ingest.batch_rows = 15;
    rig.settings.ingest.breaker_min_rows = 10;
    rig.settings.postgres.backoff_first = std::chrono::milliseconds(10);
    rig.settings.postgres.lock_timeout = std::chrono::milliseconds(200);
    rig.settings.postgres.statement_timeout = std::chrono::milliseconds(400);
    rig.settings.state.heartbeat.clear(); // the cycles run in the test: nobody else is to look alive
    rig.replace(feed_header());
}

std::string TroubledWorld::intended() const {
    std::string feed = feed_header();
    for (std::size_t i = 0; i < given_; ++i) feed += records_[i];
    return feed;
}

void TroubledWorld::grow(std::size_t records) {
    std::string bytes;
    for (; records > 0 && has_more(); --records) bytes += records_[given_++];
    if (!feed_is_intended_ || bytes.empty()) return; // it comes with the mended feed
    const std::size_t cut = random(bytes.size());
    rig.append(bytes.substr(0, cut));
    if (random(2) == 0) static_cast<void>(rig.cycle());
    rig.append(bytes.substr(cut));
}

void TroubledWorld::mend_feed() {
    std::filesystem::remove_all(rig.settings.feed.path);
    rig.replace(intended());
    feed_is_intended_ = true;
}

void TroubledWorld::complete_feed() {
    given_ = records_.size();
    mend_feed();
}

void TroubledWorld::disturb_feed(std::string_view bytes) {
    std::filesystem::remove_all(rig.settings.feed.path);
    rig.replace(bytes);
    feed_is_intended_ = false;
}

void TroubledWorld::append(std::string_view bytes) {
    if (!std::filesystem::is_regular_file(rig.settings.feed.path)) return;
    rig.append(bytes);
    feed_is_intended_ = false;
}

void TroubledWorld::meddle(const std::string& sql) {
    try {
        rig.sql().script("meddle with the database", sql);
    } catch (const pg::Error&) {
        if (rig.sql().broken()) throw;
    }
}

void TroubledWorld::take_troubles_away() {
    for (; !cures_.empty(); cures_.pop_back()) cures_.back()();
    rig.settings.postgres.statement_timeout = std::chrono::seconds(30);
    rig.restart();
}

ChildEnd TroubledWorld::command(const std::vector<std::string>& arguments) {
    return run_program(arguments, environment_of(rig.settings), (rig.folder / "errors").string());
}

void TroubledWorld::edit(const std::vector<std::string>& arguments) {
    if (command(arguments).exit_code == 0) edits_.push_back(arguments);
}

void TroubledWorld::repeat_edits(const IngestRig& other) const {
    for (const auto& arguments : edits_)
        static_cast<void>(run_program(arguments, environment_of(other.settings), ""));
}

void TroubledWorld::killed_cycle(std::int64_t steps) {
    rig.restart();
    StepPlan plan;
    plan.after(steps, die);
    static_cast<void>(run_in_child([&] {
        const util::SystemClock clock;
        static_cast<void>(ingest::Cycle(rig.settings, mappings(), clock, {}).run({}));
    }));
}

} // namespace padchestd::tests
