#pragma once
// Elements that several resources share.

#include "fhir/resources.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace padchestd::fhir {

using Json = nlohmann::ordered_json;

// Code systems and identifier systems of FHIR and of this program.
inline constexpr std::string_view kTerminology = "http://terminology.hl7.org/CodeSystem/";
inline constexpr std::string_view kUmls = "http://www.nlm.nih.gov/research/umls";
inline constexpr std::string_view kDicom = "http://dicom.nema.org/resources/ontology/DCM";
inline constexpr std::string_view kDicomUid = "urn:dicom:uid";
inline constexpr std::string_view kOwn = "urn:padchestd:"; // and what it is of: label, localization, patient

// A resource with its type and id; the caller adds the rest.
[[nodiscard]] Json resource(Type type, std::string_view id);

// {"reference": "Type/id"}
[[nodiscard]] Json reference(Type type, std::string_view id);

// `system`: without kTerminology.
[[nodiscard]] Json coding(std::string_view system, std::string_view code);
[[nodiscard]] Json concept_of(Json coding);

// A label or localization: its own code, and UMLS's where there is one.
[[nodiscard]] Json concept_of(const Term& term, std::string_view system);

[[nodiscard]] Json identifier(std::string_view system, std::string_view value);

// A text as FHIR takes it: trimmed, and blanks for control characters. Empty: leave the element out.
[[nodiscard]] std::string fhir_string(std::string_view text);

// One line.
void append(Lines& lines, Type type, const Json& resource);

} // namespace padchestd::fhir
