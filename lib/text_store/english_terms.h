#pragma once
// English terms of the taxonomy as Spanish stems, so that `pleural effusion` finds `derram pleural`. The
// stems are typical of reports with that label (reference/findings.tsv, counts over many studies).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text_store {

// The stems of an English term, whatever its case, that tell it best from other labels, at most three;
// nothing where the table does not have it.
[[nodiscard]] std::optional<std::vector<std::string>> stems_of_term(std::string_view english);

} // namespace padchestd::text_store
