#pragma once
// The file of OpenLineage events (lineage.file): one run for each cycle that wrote something, appended,
// rotated by size.

#include "config/settings.h"
#include "operation/lineage.h"
#include "pg/connection.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace padchestd::operation {

class LineageFile {
  public:
    // A file that would grow beyond `rotate_size` is renamed to FILE.1 first, over the one before it.
    explicit LineageFile(const util::Clock& clock, std::uint64_t rotate_size = 16ULL << 20U)
        : clock_(clock)
        , rotate_size_(rotate_size) {}

    // START: a cycle is about to write rows. Its run ends with the next append(); one that a killed process
    // had begun has no end. Throws std::system_error as append() does: the next one then writes both events.
    void begin(const std::filesystem::path& path, const config::FeedSettings& feed);

    // The end of the run that begin() began. Without one START and end of a cycle that committed rows or
    // brought the warehouse up, or that failed otherwise than the cycle before it; nothing for any other.
    // `connection`: the cycle's, outside a transaction, or nullptr. Throws std::system_error: the file then
    // ends where it ended.
    void append(const std::filesystem::path& path, const config::FeedSettings& feed,
                const ingest::CycleReport& report, pg::Connection* connection);

  private:
    void write(const std::filesystem::path& path, const std::string& text) const;

    const util::Clock& clock_;
    std::uint64_t rotate_size_;
    std::string last_failure_; // what failed in the last cycle; empty: nothing
    std::string run_;          // the id of a run that has begun; empty: none
};

} // namespace padchestd::operation
