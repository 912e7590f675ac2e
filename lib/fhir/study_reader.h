#pragma once
// Reads the store in pieces, in the order of keys: a snapshot each, so that no transaction is open for long
// and memory does not depend on the store's size.

#include "fhir/changes.h"
#include "fhir/study.h"
#include "pg/connection.h"

#include <optional>
#include <string_view>
#include <vector>

namespace padchestd::fhir {

inline constexpr int kPatientsOfAPiece = 5'000;

class StudyReader {
  public:
    // `only`: the studies written in these stretches; nothing: all. `piece`: studies of a piece.
    StudyReader(pg::Connection& connection, std::optional<Stretches> only, int piece)
        : connection_(connection)
        , only_(std::move(only))
        , piece_(piece) {}

    // The next ones after `encounter_id` (empty: from the first); empty at the end. Throws pg::Error.
    [[nodiscard]] std::vector<Study> after(std::string_view encounter_id);

  private:
    pg::Connection& connection_;
    std::optional<Stretches> only_;
    int piece_;
};

// The next ones after `patient_id` (empty: from the first); empty at the end. Throws pg::Error.
[[nodiscard]] std::vector<Patient> patients_after(pg::Connection& connection, std::string_view patient_id);

// All, by id. Throws pg::Error.
[[nodiscard]] std::vector<Facility> read_facilities(pg::Connection& connection);

} // namespace padchestd::fhir
