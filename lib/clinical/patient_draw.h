#pragma once
// Which synthetic patient a new encounter belongs to: uniform among those born by the study date, the same
// for the same secret, unpredictable without it.

#include "clinical/date.h"
#include "util/hmac.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::clinical {

struct PoolPatient {
    std::string patient_id;
    Date birth_date;
};

class PatientDraw {
  public:
    // `pool` in any order: it is sorted by (birth_date, patient_id), so the draw depends on the set alone.
    // Throws std::runtime_error where OpenSSL has no HMAC-SHA256.
    PatientDraw(const util::Secret& secret, std::vector<PoolPatient> pool);

    // Index = floor(HMAC-SHA256(secret, encounter_id) first 64 bits × n / 2^64), n = patients born on or
    // before `study_date`. Nothing where n is 0. The bias is below n / 2^64. The view lives as long as this
    // object.
    // Not for two threads at once on one object (the HMAC's context is used again and again).
    [[nodiscard]] std::optional<std::string_view> draw(std::string_view encounter_id, Date study_date) const;

    // The same, with the birth date; lives as long as this object. nullptr where none is born.
    [[nodiscard]] const PoolPatient* draw_patient(std::string_view encounter_id, Date study_date) const;

    [[nodiscard]] std::size_t size() const { return pool_.size(); }

  private:
    util::Hmac mac_; // keyed by the secret
    std::vector<PoolPatient> pool_;
};

} // namespace padchestd::clinical
