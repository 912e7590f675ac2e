#include "ingest/state_mirror.h"

#include "log/event.h"
#include "util/failure.h"
#include "util/output_path.h"

#include <system_error>

namespace padchestd::ingest {

void StateMirror::look(const store::Checkpoint& checkpoint) {
    const auto found = store::compare_state_file(file_, feed_, checkpoint);
    if (found == store::StateFile::agrees) {
        reported_.reset();
        return;
    }
    if (reported_ == found) return;
    reported_ = found;
    log::event(found == store::StateFile::missing ? log::Level::info : log::Level::warning,
               "state_file_differs", {{"how", store::name(found)}, {"batch", checkpoint.batch_id}});
}

void StateMirror::write(const store::Checkpoint& checkpoint) {
    try {
        store::write_state_file(file_, feed_, checkpoint);
        reported_.reset();
    } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch): settle() tries again, and reports it
    }
}

void StateMirror::settle(const store::Checkpoint& checkpoint) {
    look(checkpoint);
    if (!reported_) return;
    try {
        store::write_state_file(file_, feed_, checkpoint);
        reported_.reset();
    } catch (const std::system_error& error) {
        throw util::Failure(
            error.what(), util::output_hint(error.code()) + " (state.file; rows are committed all the same)",
            util::ExitCode::cannot_create);
    }
}

} // namespace padchestd::ingest
