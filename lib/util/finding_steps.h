#pragma once
// The named steps (util/step.h) of a batch that holds findings, beside those of every batch.

#include <span>
#include <string_view>

namespace padchestd::util {

// In the order of store/finding_rows.h. tests/recovery/findings_kill_test.cpp walks all of it.
[[nodiscard]] std::span<const std::string_view> finding_step_names();

} // namespace padchestd::util
