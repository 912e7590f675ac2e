#pragma once
// What later changes about a synthetic patient: a new birth date or sex is a correction, a new place of
// living is history (a dated move).

#include "store/patient_pool.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace padchestd::store {

// The days that a move may be on: ods.patients' and ods.encounters' first and last ones.
inline constexpr clinical::Date kFirstMove{std::chrono::year{1880}, std::chrono::January,
                                           std::chrono::day{1}};
inline constexpr clinical::Date kLastMove = clinical::kLastStudyDate;

// `move`: lives at `location` from `from` on; current from that day on, also where it is to come. Throws
// util::Failure: data for an unknown patient, usage for a day or a place that the table refuses.
void move_patient(pg::Connection& connection, std::string_view patient_id, clinical::Date from,
                  std::string_view location, std::string_view at);

// `undo`: the move from `from` on never was; nothing: the last one. Returns its day and place. Throws
// util::Failure (data) for an unknown patient or move.
PatientRow::Move undo_move(pg::Connection& connection, std::string_view patient_id,
                           std::optional<clinical::Date> from, std::string_view at);

// `history`: the patient with all moves. Throws util::Failure (data) for an unknown patient.
[[nodiscard]] PatientRow read_patient(pg::Connection& connection, std::string_view patient_id);

// `correct`: another birth date or sex. Refused (data) where an encounter of this patient lies before the new
// birth date.
void correct_patient(pg::Connection& connection, std::string_view patient_id,
                     std::optional<clinical::Date> birth_date, std::optional<std::string_view> sex,
                     std::string_view at);

} // namespace padchestd::store
