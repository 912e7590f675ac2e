#pragma once
// Differences that verify found, as one line for a failed test.

#include "warehouse/verify.h"

#include <string>
#include <vector>

namespace padchestd::tests {

inline std::string said(const std::vector<warehouse::Difference>& differences) {
    std::string text;
    for (const auto& difference : differences)
        text += difference.table + " misses " + std::to_string(difference.missing_rows) + ", has " +
                std::to_string(difference.surplus_rows) + " too many; ";
    return text;
}

} // namespace padchestd::tests
