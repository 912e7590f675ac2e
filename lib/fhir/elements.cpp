#include "fhir/elements.h"

#include "util/trimmed.h"

#include <algorithm>

namespace padchestd::fhir {

Json resource(Type type, std::string_view id) {
    return {{"resourceType", kTypeNames[static_cast<std::size_t>(type)]}, {"id", id}};
}

Json reference(Type type, std::string_view id) {
    return {{"reference", std::string(kTypeNames[static_cast<std::size_t>(type)]) + '/' + std::string(id)}};
}

Json coding(std::string_view system, std::string_view code) {
    return {{"system", std::string(kTerminology) + std::string(system)}, {"code", code}};
}

Json concept_of(Json coding) {
    Json codings = Json::array();
    codings.push_back(std::move(coding));
    return {{"coding", std::move(codings)}};
}

Json concept_of(const Term& term, std::string_view system) {
    const std::string words = fhir_string(term.description);
    Json codings = Json::array();
    codings.push_back({{"system", std::string(kOwn) + std::string(system)}, {"code", term.code}});
    if (!words.empty()) codings.back()["display"] = words;
    if (!term.cui.empty()) codings.push_back({{"system", kUmls}, {"code", term.cui}});
    Json whole{{"coding", std::move(codings)}};
    whole["text"] = words.empty() ? term.code : words;
    return whole;
}

Json identifier(std::string_view system, std::string_view value) {
    return {{"system", system}, {"value", value}};
}

std::string fhir_string(std::string_view text) {
    std::string clean(text);
    std::replace_if(
        clean.begin(), clean.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\r' && c != '\n'; },
        ' ');
    return std::string(util::trimmed(clean));
}

void append(Lines& lines, Type type, const Json& resource) {
    lines.add(type, resource.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace padchestd::fhir
