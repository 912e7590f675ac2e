#pragma once
// The folder of an export: `TYPE.ndjson` for each type of resource and `manifest.json`, there when the export
// is whole. While it is made, `TYPE.ndjson.part` and `export_state.json`, from which an interrupted export
// goes on. One writer at a time.

#include "fhir/changes.h"
#include "fhir/resources.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace padchestd::fhir {

// What two exports must have in common for one to go on from the other.
struct ExportKind {
    ResourceOptions options;
    std::string key; // tells the database's secret, without telling it
};

// What is complete on disk.
struct ExportState {
    ExportKind kind;
    Checkpoint checkpoint;           // of the store when the export began
    std::optional<Checkpoint> since; // of the export that this one goes on from
    std::string last_encounter;      // in the order of keys; empty: none yet
    std::array<std::uint64_t, kTypeNames.size()> bytes{}, resources{};
};

// The manifest of a whole export, as the next one's --since.
struct Manifest {
    ExportKind kind;
    Checkpoint checkpoint;
};

// `path`: the manifest, or its folder. Throws util::Failure (no_input, data).
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& path);

class ExportFolder {
  public:
    // Makes the folder where it is missing (0750). Throws util::Failure: cannot_create where it holds a whole
    // export, or a file that no interrupted export left, whatever its name; temporary where another export is
    // writing into it.
    explicit ExportFolder(std::filesystem::path path);
    ~ExportFolder();
    ExportFolder(const ExportFolder&) = delete;
    ExportFolder& operator=(const ExportFolder&) = delete;

    // The state of an interrupted export; nothing in a new folder.
    [[nodiscard]] const std::optional<ExportState>& interrupted() const { return interrupted_; }

    // Opens the files for `state`, cut to what is complete. Writes `state` before it touches the first: from
    // then on the folder's files are this export's.
    void open(const ExportState& state);

    // Appends; not yet safe from a power cut. Throws util::Failure (io).
    void write(const Lines& lines);

    // Everything written is on disk, then the state.
    void save(ExportState& state);

    // Everything is on disk, the files take their names, then the manifest is written. An export that is
    // interrupted in between goes on from the last saved state. Returns the bytes of all files.
    std::uint64_t finish(const ExportState& state);

  private:
    [[nodiscard]] std::filesystem::path part(std::size_t type) const;
    void write_state(const ExportState& state);
    void sync();

    std::filesystem::path path_;
    int lock_ = -1;
    std::optional<ExportState> interrupted_;
    std::array<int, kTypeNames.size()> files_{};
};

} // namespace padchestd::fhir
