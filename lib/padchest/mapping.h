#pragma once
// PadChest's mapping: what the program asks of a format of feed, answered for PadChest.

#include "clinical/mapping.h"

namespace padchestd::padchest {

[[nodiscard]] const clinical::Mapping& mapping();

} // namespace padchestd::padchest
