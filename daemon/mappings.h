#pragma once
// The formats of feeds that this program reads: one for each name in PADCHESTD_FORMATS (CMakeLists.txt). The
// definition is generated from that list (cmake/formats.cmake).

#include "clinical/mapping.h"

namespace padchestd::daemon {

[[nodiscard]] const clinical::Mappings& mappings();

} // namespace padchestd::daemon
