#pragma once
// Keeps pipeline_state.json in step with the checkpoint: written after each commit, looked at once a cycle.
// Nothing is decided from it.

#include "config/settings.h"
#include "store/checkpoint.h"
#include "store/state_file.h"

#include <optional>

namespace padchestd::ingest {

class StateMirror {
  public:
    // `settings` outlive it.
    explicit StateMirror(const config::Settings& settings);

    // Before anything is committed: says in the log where the file is not what the database says.
    void look(const store::Checkpoint& checkpoint);

    // After a commit. A failure holds up no batch: settle() tries again.
    void write(const store::Checkpoint& checkpoint);

    // At the end of a cycle: where the file is still not what the database says, says so and writes it anew.
    // Throws util::Failure (cannot_create).
    void settle(const store::Checkpoint& checkpoint);

  private:
    const config::Settings& settings_;
    std::optional<store::StateFile> said_; // since the file last agreed
};

} // namespace padchestd::ingest
