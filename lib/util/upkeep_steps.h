#pragma once
// The named steps (util/step.h) of the upkeep of report vectors, which runs beside the cycles.

#include <span>
#include <string_view>

namespace padchestd::util {

// In the order of an upkeep (text_store/maintenance.h). tests/recovery/text_kill_test.cpp walks all of it.
[[nodiscard]] std::span<const std::string_view> upkeep_step_names();

} // namespace padchestd::util
