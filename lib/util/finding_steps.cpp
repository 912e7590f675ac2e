#include "util/finding_steps.h"

#include <array>

namespace padchestd::util {

namespace {

constexpr auto kFindingSteps = std::to_array<std::string_view>({
    "copy_findings",
    "findings_written", // the labels of studies that they make are not
});

} // namespace

std::span<const std::string_view> finding_step_names() {
    return kFindingSteps;
}

} // namespace padchestd::util
