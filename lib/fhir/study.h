#pragma once
// A study of the store as an export reads it: the encounter with its images, reports, labels and
// localizations.

#include <optional>
#include <string>
#include <vector>

namespace padchestd::fhir {

struct Image {
    std::string procedure_id;
    std::string name;     // of projection and modality
    std::string modality; // DICOM's code; empty: not known
};

struct Report {
    std::string report_id;
    std::string text;     // empty: none
    std::string language; // ISO 639-1
};

// A label or a localization.
struct Term {
    std::string code;
    std::string description;
    std::string cui;  // UMLS; empty: none
    std::string kind; // of a label: finding, differential, quality, normal
};

struct Study {
    std::string encounter_id, patient_id, facility_id;
    std::string date;       // YYYY-MM-DD; empty: the feed has no dates
    std::string written_at; // RFC 3339, UTC: when a row of the study was last written
    std::string feed;
    std::string generation, offset; // of the record that last wrote the encounter
    std::vector<Image> images;      // by id, as the others by id or code
    std::vector<Report> reports;
    std::vector<Term> labels;
    std::vector<Term> localizations;
};

struct Patient {
    struct Home {
        std::string place;
        std::string from; // YYYY-MM-DD; empty: since birth
    };
    std::string patient_id;
    std::string sex; // F, M or O
    std::string birth_date;
    std::vector<Home> homes; // by day
};

struct Facility {
    std::string facility_id, name;
};

} // namespace padchestd::fhir
