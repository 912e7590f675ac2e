#pragma once
// NIH ChestX-ray14's mapping: what the program asks of a format of feed, answered for its table
// `Data_Entry_2017.csv`.

#include "clinical/mapping.h"

namespace padchestd::nih {

[[nodiscard]] const clinical::Mapping& mapping();

} // namespace padchestd::nih
