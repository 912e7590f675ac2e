#pragma once
// The state of an export, and the manifest of a whole one, as JSON.

#include "fhir/export_folder.h"

#include <string>
#include <string_view>

namespace padchestd::fhir {

[[nodiscard]] std::string state_json(const ExportState& state);

// The manifest of FHIR Bulk Data Access (https://hl7.org/fhir/uv/bulkdata), with this program's checkpoint
// as its extension.
[[nodiscard]] std::string manifest_json(const ExportState& state);

// Throw nlohmann::json::exception where the text is something else.
[[nodiscard]] ExportState state_of(std::string_view json);
[[nodiscard]] Manifest manifest_of(std::string_view json);

} // namespace padchestd::fhir
