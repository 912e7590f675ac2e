#pragma once
// The daemon's thread for report vectors: fits models, embeds what there is, builds the index, beside the
// worker that ingests and at a lower priority. Has a database session of its own, open while it works.

#include "config/settings.h"
#include "util/clock.h"

#include <memory>

namespace padchestd::daemon {

class TextWorker {
  public:
    // `clock` outlives it. Starts the thread, which waits.
    TextWorker(config::Settings settings, const util::Clock& clock);
    // Stops and waits: a fit ends within some 100 ms, a statement is cancelled.
    ~TextWorker();
    TextWorker(const TextWorker&) = delete;
    TextWorker& operator=(const TextWorker&) = delete;

    // Something may have changed: the thread looks for what is due. Returns at once; from any thread.
    void look();

    // New settings from the next look on. From any thread.
    void configure(config::Settings settings);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::daemon
