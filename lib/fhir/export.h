#pragma once
// Exports the store as FHIR R4: newline-delimited JSON, a file for each type of resource.

#include "fhir/export_folder.h"
#include "pg/connection.h"
#include "util/random.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace padchestd::fhir {

struct ExportRequest {
    std::filesystem::path
        output; // a folder: empty, missing, or of an interrupted export with the same request
    std::filesystem::path since; // the manifest of an earlier export, or its folder; empty: everything
    ResourceOptions resources;
    int piece = 1'000;             // studies read at a time
    int pieces_between_saves = 10; // an interrupted export goes on from the last save, which costs some ms
};

struct ExportReport {
    ExportState state;
    bool resumed = false;
    std::uint64_t bytes = 0; // in all files
};

// Studies, and then the organizations and patients that they refer to; with `since` the studies that were
// written since then, whole. Each piece of studies is a snapshot of its own; what is written while the export
// runs, `since` this export will hold (again). Memory does not depend on the store's size.
// `on_progress`: after each piece, with the studies written in this run. Throws pg::Error, pg::Interrupted,
// util::Failure.
[[nodiscard]] ExportReport export_store(pg::Connection& connection, const util::Secret& secret,
                                        const ExportRequest& request, const std::stop_token& stop,
                                        const std::function<void(std::uint64_t)>& on_progress);

} // namespace padchestd::fhir
