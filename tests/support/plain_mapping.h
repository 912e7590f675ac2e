#pragma once
// A format of feed that exists for tests only, as unlike PadChest as the interface allows: four columns
// (`exam`, `image`, `day` as 2014-09-15, `findings` as `opacity|nodule`), no reports, two reference terms,
// English.

#include "clinical/mapping.h"

namespace padchestd::tests {

// Its format is `plain`.
[[nodiscard]] const clinical::Mapping& plain_mapping();

} // namespace padchestd::tests
