#include "util/step.h"

#include <array>

namespace padchestd::util {

namespace {

StepObserver observer_in_force = nullptr;

constexpr std::array<std::string_view, 49> kStepNames = {
    // start
    "migrate_begin",
    "migrate_applied",
    "migrate_commit",
    "migrate_done",
    "seed_patients_copy",
    "seed_patients_commit",
    "seed_patients_done",
    // a first load
    "first_load_commit",
    "first_load_begun",
    "first_load_build",
    "first_load_built",
    "first_load_done",
    // catching up, which ends as a first load
    "catch_up_commit",
    "catch_up_begun",
    // one batch
    "generation_commit",
    "generation_done",
    "batch_begin",
    "checkpoint_advanced",
    "keys_fetched",
    "reference_rows_commit",
    "copy_encounters",
    "copy_procedures",
    "copy_reports",
    "copy_diagnoses",
    "copy_localizations",
    "copy_data", // in every COPY: rows sent, its end not
    "copy_end",
    "upsert_changed",
    "rejects_written",
    "changes_queued",
    "ledger_written",
    "feed_checked",
    "batch_commit",
    "batch_done",
    // state file and dashboard
    "file_write",
    "file_fsync",
    "file_rename",
    "file_done",
    // warehouse
    "refresh_begin",
    "refresh_claimed",
    "refresh_dimensions",
    "refresh_facts",
    "refresh_aggregates",
    "refresh_commit",
    "refresh_done",
    // a part of its proof
    "proof_begin",
    "proof_compared",
    "proof_commit",
    "proof_done",
};

} // namespace

void observe_steps(StepObserver observer) {
    observer_in_force = observer;
}

void step(std::string_view name) {
    if (observer_in_force != nullptr) observer_in_force(name);
}

std::span<const std::string_view> step_names() {
    return kStepNames;
}

} // namespace padchestd::util
