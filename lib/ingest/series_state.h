#pragma once
// A series of files beside the checkpoint: which file comes next, and which files are out of order.

#include "feed/file_series.h"
#include "store/checkpoint.h"
#include "util/problem.h"

#include <optional>
#include <span>

namespace padchestd::ingest {

// The file to read, of those that are listed. Without a checkpoint the first one; else the checkpoint's, or
// the one after it where the checkpoint's file is gone and was read to its end. nullptr: no such file yet. A
// path without a wildcard names one file. Throws util::Failure (data) where the checkpoint's file is gone and
// was not read to its end.
[[nodiscard]] const feed::SeriesFile* file_to_read(const feed::FileSeries& series,
                                                   const std::optional<store::Checkpoint>& checkpoint);

// Files that the daemon does not read: one that sorts before `current` and was never read, or one that was
// read to its end and has changed its size since. `left`: store::left_files(). Nothing: all files are in
// order.
[[nodiscard]] std::optional<util::Problem> out_of_order(const feed::FileSeries& series,
                                                        const std::string& current,
                                                        std::span<const store::LeftFile> left);

} // namespace padchestd::ingest
