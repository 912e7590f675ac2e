#pragma once
// Study dates of the made-up feed.

#include "util/seeded_random.h"

#include <chrono>
#include <string>

namespace padchestd::simulator {

// Who labelled a study: the real feed's two blocks, in file order.
enum class Block { physician, model };

// A day between the real feed's first and last, by its counts per year and month. The physicians' block is
// the later years'.
[[nodiscard]] std::chrono::year_month_day draw_study_date(Block block, util::SeededRandom& random);

// `20140915`, DICOM's DA.
[[nodiscard]] std::string dicom_text(std::chrono::year_month_day date);

} // namespace padchestd::simulator
