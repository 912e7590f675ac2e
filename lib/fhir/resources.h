#pragma once
// FHIR R4 resources (https://hl7.org/fhir/R4) of a row of the store: a line of JSON each, with its line end.
// docs/fhir.md has the mapping and the reason for each choice.

#include "fhir/identifiers.h"
#include "fhir/study.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::fhir {

// In the order of the files: a reference names what was written, or is written after, in the same export.
enum class Type {
    organization,
    patient,
    encounter,
    imaging_study,
    diagnostic_report,
    condition,
    observation,
    provenance,
};
inline constexpr std::array<std::string_view, 8> kTypeNames{"Organization", "Patient",          "Encounter",
                                                            "ImagingStudy", "DiagnosticReport", "Condition",
                                                            "Observation",  "Provenance"};

// Lines by type; `type` below is the place in kTypeNames.
class Lines {
  public:
    // `line` is without its end.
    void add(Type type, std::string_view line) {
        auto& text = texts_[static_cast<std::size_t>(type)];
        text += line;
        text += '\n';
        ++counts_[static_cast<std::size_t>(type)];
    }

    [[nodiscard]] const std::string& text(std::size_t type) const { return texts_[type]; }
    [[nodiscard]] std::uint64_t count(std::size_t type) const { return counts_[type]; }

    void clear() {
        for (auto& text : texts_) text.clear(); // keeps its memory
        counts_.fill(0);
    }

  private:
    std::array<std::string, kTypeNames.size()> texts_;
    std::array<std::uint64_t, kTypeNames.size()> counts_{};
};

struct ResourceOptions {
    bool source_ids = false;  // the source's study, image and report ids, and where its record was
    bool report_texts = true; // in DiagnosticReport.conclusion
};

// Appends the resources of one row. Not for two threads at once on one object.
class ResourceWriter {
  public:
    ResourceWriter(const util::Secret& secret, ResourceOptions options)
        : identifiers_(secret)
        , options_(options) {}

    void write(const Facility& facility, Lines& lines) const;
    void write(const Patient& patient, Lines& lines) const;
    void write(const Study& study, Lines& lines) const;

  private:
    Identifiers identifiers_;
    ResourceOptions options_;
};

} // namespace padchestd::fhir
