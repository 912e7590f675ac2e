#pragma once
// A series of files beside the checkpoint: which file is to be read, and which ones are out of order.

#include "feed/file_series.h"
#include "store/checkpoint.h"
#include "util/problem.h"

#include <optional>
#include <span>

namespace padchestd::ingest {

// Of the listed files the one that is to be read: the first one without a checkpoint, else the checkpoint's.
// Where that is gone and was read to its end, the next one. nullptr: there is none yet. Throws util::Failure
// (data) where it is gone and was not read to its end. Of a path without a wildcard always its one file.
[[nodiscard]] const feed::SeriesFile* file_to_read(const feed::FileSeries& series,
                                                   const std::optional<store::Checkpoint>& checkpoint);

// What nobody reads: a file that sorts before the one that is read and was never read itself, or one that was
// read to its end and has another size since. `left`: store::left_files(). None: all are in order.
[[nodiscard]] std::optional<util::Problem> out_of_order(const feed::FileSeries& series,
                                                        const std::string& current,
                                                        std::span<const store::LeftFile> left);

} // namespace padchestd::ingest
