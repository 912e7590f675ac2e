#pragma once
// The files of a feed that were read, for those who read them a second time: audit and redraw.

#include "config/settings.h"
#include "pg/connection.h"
#include "store/checkpoint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::operation {

struct ReadFile {
    std::int32_t generation = 0;
    std::string name;      // within its folder; empty: not noted by an earlier version
    std::uint64_t end = 0; // bytes that were read of it
    std::string header;    // its bytes
};

// Of a series each file that was read, by the last generation of it, in the order of generations; else the
// present generation's file alone.
[[nodiscard]] std::vector<ReadFile> read_files(pg::Connection& connection,
                                               const config::FeedSettings& settings,
                                               const store::Checkpoint& checkpoint);

} // namespace padchestd::operation
