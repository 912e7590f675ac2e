// Encounter, ImagingStudy, DiagnosticReport, Condition, Observation and Provenance of a study.

#include "fhir/elements.h"

#include <algorithm>
#include <set>

namespace padchestd::fhir {

namespace {

// What the source does not give, for an element that FHIR requires.
Json unknown() {
    return coding("v3-NullFlavor", "UNK");
}

Json modality(const std::string& code) {
    if (code.empty()) return unknown();
    return {{"system", kDicom}, {"code", code}};
}

// The storage class of the modality (DICOM PS3.4 B.5).
Json sop_class(const std::string& modality) {
    const auto uid = [](std::string_view value) {
        return Json{{"system", "urn:ietf:rfc:3986"}, {"code", "urn:oid:" + std::string(value)}};
    };
    if (modality == "CR") return uid("1.2.840.10008.5.1.4.1.1.1");
    if (modality == "DX") return uid("1.2.840.10008.5.1.4.1.1.1.1");
    return unknown();
}

// A label about a disease, whether seen or held possible; the others are about the study.
bool is_condition(const Term& label) {
    return label.kind == "finding" || label.kind == "differential";
}

// The resources of one study, and what they refer to each other by.
class StudyResources {
  public:
    StudyResources(const Study& study, const Identifiers& identifiers, const ResourceOptions& options,
                   Lines& lines)
        : study_(study)
        , identifiers_(identifiers)
        , options_(options)
        , lines_(lines)
        , id_(identifiers.id("study", study.encounter_id))
        , patient_(reference(Type::patient, identifiers.id("patient", study.patient_id)))
        , facility_(reference(Type::organization, identifiers.id("facility", study.facility_id))) {
        for (const auto& report : study.reports)
            report_ids_.push_back(identifiers.id("report", study.encounter_id + '\n' + report.report_id));
    }

    void write() {
        encounter();
        imaging_study();
        for (const auto& label : study_.labels) is_condition(label) ? condition(label) : observation(label);
        for (std::size_t i = 0; i < study_.reports.size(); ++i) report(study_.reports[i], report_ids_[i]);
        provenance();
    }

  private:
    // With the subject and the encounter, as all but the Encounter have them.
    Json of_encounter(Type type, std::string_view id) {
        targets_.push_back(reference(type, id));
        Json made = resource(type, id);
        made["subject"] = patient_;
        made["encounter"] = reference(Type::encounter, id_);
        return made;
    }

    Json source_id(std::string_view what, std::string_view value) const {
        return identifier(std::string(kOwn) + std::string(what), value);
    }

    [[nodiscard]] bool dated() const { return !study_.date.empty(); }

    void encounter();
    void imaging_study();
    Json series(const Image& image, std::size_t number) const;
    void report(const Report& report, const std::string& id);
    void condition(const Term& label);
    void observation(const Term& label);
    void provenance();

    const Study& study_;
    const Identifiers& identifiers_;
    const ResourceOptions& options_;
    Lines& lines_;
    std::string id_; // of each resource that a study has one of
    Json patient_, facility_;
    std::vector<std::string> report_ids_;
    Json observations_ = Json::array();
    Json targets_ = Json::array();
};

void StudyResources::encounter() {
    targets_.push_back(reference(Type::encounter, id_));
    Json made = resource(Type::encounter, id_);
    if (options_.source_ids) made["identifier"] = Json::array({source_id("encounter", study_.encounter_id)});
    made["status"] = "finished";
    made["class"] = unknown(); // the source does not tell whether the patient stayed in hospital
    made["subject"] = patient_;
    if (dated()) made["period"] = {{"start", study_.date}, {"end", study_.date}};
    made["serviceProvider"] = facility_;
    append(lines_, Type::encounter, made);
}

Json StudyResources::series(const Image& image, std::size_t number) const {
    const ImageUids uids = identifiers_.image_uids(study_.encounter_id, image.procedure_id);
    Json instance{{"uid", uids.instance}, {"sopClass", sop_class(image.modality)}, {"number", 1}};
    if (options_.source_ids) instance["title"] = fhir_string(image.procedure_id);
    Json made{{"uid", uids.series}, {"number", number}, {"modality", modality(image.modality)}};
    if (auto name = fhir_string(image.name); !name.empty()) made["description"] = std::move(name);
    made["numberOfInstances"] = 1;
    made["bodySite"] = {{"display", "Chest"}};
    made["instance"] = Json::array({std::move(instance)});
    return made;
}

void StudyResources::imaging_study() {
    Json made = of_encounter(Type::imaging_study, id_);
    made["identifier"] =
        Json::array({identifier(kDicomUid, "urn:oid:" + identifiers_.study_uid(study_.encounter_id))});
    if (options_.source_ids) made["identifier"].push_back(source_id("encounter", study_.encounter_id));
    made["status"] = "available";
    std::set<std::string> modalities;
    Json all = Json::array();
    for (const auto& image : study_.images) {
        modalities.insert(image.modality);
        all.push_back(series(image, all.size() + 1));
    }
    for (const auto& code : modalities) made["modality"].push_back(modality(code));
    if (dated()) made["started"] = study_.date;
    made["numberOfSeries"] = study_.images.size();
    made["numberOfInstances"] = study_.images.size();
    if (!all.empty()) made["series"] = std::move(all);
    append(lines_, Type::imaging_study, made);
}

void StudyResources::condition(const Term& label) {
    Json made =
        of_encounter(Type::condition, identifiers_.id("label", study_.encounter_id + '\n' + label.code));
    if (label.kind == "differential")
        made["verificationStatus"] = concept_of(coding("condition-ver-status", "differential"));
    made["category"] = Json::array({concept_of(coding("condition-category", "encounter-diagnosis"))});
    made["code"] = concept_of(label, "label");
    if (dated()) made["recordedDate"] = study_.date;
    for (const auto& id : report_ids_)
        made["evidence"].push_back({{"detail", Json::array({reference(Type::diagnostic_report, id)})}});
    append(lines_, Type::condition, made);
}

void StudyResources::observation(const Term& label) {
    const auto id = identifiers_.id("label", study_.encounter_id + '\n' + label.code);
    Json made = of_encounter(Type::observation, id);
    observations_.push_back(reference(Type::observation, id));
    made["status"] = "final";
    made["category"] = Json::array({concept_of(coding("observation-category", "imaging"))});
    made["code"] = concept_of(label, "label");
    if (dated()) made["effectiveDateTime"] = study_.date;
    made["performer"] = Json::array({facility_});
    made["valueBoolean"] = true;
    made["derivedFrom"] = Json::array({reference(Type::imaging_study, id_)});
    append(lines_, Type::observation, made);
}

void StudyResources::report(const Report& report, const std::string& id) {
    Json made = of_encounter(Type::diagnostic_report, id);
    made["language"] = report.language;
    if (options_.source_ids) made["identifier"] = Json::array({source_id("report", report.report_id)});
    made["status"] = "final";
    made["category"] = Json::array({concept_of(coding("v2-0074", "RAD"))});
    made["code"] = {{"text", "Chest radiograph report"}};
    if (dated()) made["effectiveDateTime"] = study_.date;
    made["performer"] = Json::array({facility_});
    if (!observations_.empty()) made["result"] = observations_;
    made["imagingStudy"] = Json::array({reference(Type::imaging_study, id_)});
    if (auto text = fhir_string(report.text); options_.report_texts && !text.empty())
        made["conclusion"] = std::move(text);
    for (const auto& label : study_.labels) made["conclusionCode"].push_back(concept_of(label, "label"));
    for (const auto& place : study_.localizations)
        made["conclusionCode"].push_back(concept_of(place, "localization"));
    append(lines_, Type::diagnostic_report, made);
}

// Names every resource of the study: what an earlier export had of it and is not named is gone.
void StudyResources::provenance() {
    Json made = resource(Type::provenance, id_);
    made["target"] = std::move(targets_);
    made["recorded"] = study_.written_at;
    made["agent"] = Json::array({{{"type", concept_of(coding("provenance-participant-type", "assembler"))},
                                  {"who", {{"display", "padchestd"}}}}});
    Json source{{"display", "feed " + study_.feed}};
    if (options_.source_ids)
        source["identifier"] =
            source_id("record", study_.feed + '/' + study_.generation + '/' + study_.offset);
    made["entity"] = Json::array({{{"role", "source"}, {"what", std::move(source)}}});
    append(lines_, Type::provenance, made);
}

} // namespace

void ResourceWriter::write(const Study& study, Lines& lines) const {
    StudyResources(study, identifiers_, options_, lines).write();
}

} // namespace padchestd::fhir
