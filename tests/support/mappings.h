#pragma once
// The formats of feeds that tests read: those of the program, and one that exists for tests only.

#include "clinical/mapping.h"

namespace padchestd::tests {

// `padchest`, `nih`, `padchest_gr` and `plain` (support/plain_mapping.h).
[[nodiscard]] const clinical::Mappings& mappings();

// PadChest's.
[[nodiscard]] const clinical::Mapping& padchest_mapping();

} // namespace padchestd::tests
