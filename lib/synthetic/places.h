#pragma once
// Where the made-up patients live: municipalities of the Hospital San Juan de Alicante's region.

#include "synthetic/choice.h"

#include <string_view>

namespace padchestd::synthetic {

// Names are static. Drawn in proportion to the people of the hospital's catchment.
[[nodiscard]] const Choice<std::string_view>& places();

} // namespace padchestd::synthetic
