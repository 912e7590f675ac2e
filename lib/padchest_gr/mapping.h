#pragma once
// The mapping of PadChest-GR's `master_table.csv`: what the program asks of a format of feed.

#include "clinical/mapping.h"

namespace padchestd::padchest_gr {

[[nodiscard]] const clinical::Mapping& mapping();

} // namespace padchestd::padchest_gr
