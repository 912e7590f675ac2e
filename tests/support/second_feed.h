#pragma once
// A second feed in the database of a first one, with a daemon of its own.

#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <optional>

namespace padchestd::tests {

// The daemon of the second feed, on the first one's database.
class SecondFeed {
  public:
    explicit SecondFeed(const IngestRig& first)
        : settings(first.settings) {
        settings.feed.name = "second";
        settings.feed.path = first.folder / "second.csv";
        settings.state.file = first.folder / "second_state.json";
    }

    ingest::CycleReport cycle() {
        if (!running_) running_.emplace(settings, mappings(), clock_, ingest::CycleHooks{});
        clock_.advance(std::chrono::minutes(1));
        return running_->run({});
    }

    // The next cycle is a new process's first.
    void restart() { running_.reset(); }

    config::Settings settings; // of the next daemon

  private:
    ManualClock clock_;
    std::optional<ingest::Cycle> running_;
};

} // namespace padchestd::tests
