// Patient and Organization.

#include "fhir/elements.h"

namespace padchestd::fhir {

namespace {

std::string_view gender(std::string_view sex) {
    if (sex == "F") return "female";
    if (sex == "M") return "male";
    return "other";
}

// A home ends where the next one begins.
Json addresses(const Patient& patient) {
    Json list = Json::array();
    for (std::size_t i = 0; i < patient.homes.size(); ++i) {
        const auto& home = patient.homes[i];
        Json address{{"text", fhir_string(home.place)}};
        Json period = Json::object();
        if (!home.from.empty()) period["start"] = home.from;
        if (i + 1 < patient.homes.size()) period["end"] = patient.homes[i + 1].from;
        if (!period.empty()) address["period"] = std::move(period);
        if (!address["text"].get_ref<const std::string&>().empty()) list.push_back(std::move(address));
    }
    return list;
}

} // namespace

void ResourceWriter::write(const Facility& facility, Lines& lines) const {
    Json organization = resource(Type::organization, identifiers_.id("facility", facility.facility_id));
    organization["active"] = true;
    organization["name"] = fhir_string(facility.name);
    append(lines, Type::organization, organization);
}

// HTEST, test health data: nobody of the source is in it.
void ResourceWriter::write(const Patient& patient, Lines& lines) const {
    Json person = resource(Type::patient, identifiers_.id("patient", patient.patient_id));
    person["meta"]["security"] = Json::array({coding("v3-ActReason", "HTEST")});
    person["identifier"] = Json::array({identifier(std::string(kOwn) + "patient", patient.patient_id)});
    person["gender"] = gender(patient.sex);
    person["birthDate"] = patient.birth_date;
    if (Json homes = addresses(patient); !homes.empty()) person["address"] = std::move(homes);
    append(lines, Type::patient, person);
}

} // namespace padchestd::fhir
