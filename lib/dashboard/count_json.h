#pragma once
// A count as the page's data have it.

#include "dashboard/cube.h"

#include <nlohmann/json.hpp>

namespace padchestd::dashboard {

// null where it is withheld.
[[nodiscard]] inline nlohmann::json count_json(const Count& count) {
    return count ? nlohmann::json(*count) : nlohmann::json();
}

} // namespace padchestd::dashboard
