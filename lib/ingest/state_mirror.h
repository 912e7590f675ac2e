#pragma once
// Keeps pipeline_state.json in step with the checkpoint: written after each commit, compared once a cycle.
// Nothing is decided from it.

#include "config/settings.h"
#include "store/checkpoint.h"
#include "store/state_file.h"

#include <filesystem>
#include <optional>
#include <string>

namespace padchestd::ingest {

class StateMirror {
  public:
    explicit StateMirror(const config::Settings& settings)
        : file_(settings.state.file)
        , feed_(settings.feed.name) {}

    // Before anything is committed: logs where the file is not what the database holds.
    void look(const store::Checkpoint& checkpoint);

    // After a commit. A failure holds up no batch: settle() tries again.
    void write(const store::Checkpoint& checkpoint);

    // At the end of a cycle: where the file is still not what the database holds, logs it and writes it
    // again. Throws util::Failure (cannot_create).
    void settle(const store::Checkpoint& checkpoint);

  private:
    std::filesystem::path file_;
    std::string feed_;
    std::optional<store::StateFile> reported_; // since the file last agreed
};

} // namespace padchestd::ingest
