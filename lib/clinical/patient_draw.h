#pragma once
// Chooses the synthetic patient of a new encounter: the same one for the same secret, unpredictable
// without it, and always one who is born by the study date. Under `by_patient` only the rules are here;
// patient_assignments.h knows which patients are taken.

#include "clinical/study.h"
#include "util/hash_key.h"
#include "util/hmac.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::clinical {

enum class Draw {
    uniform,    // any patient of the pool
    matched,    // one of the same sex, within two years of age
    by_patient, // all studies of a source patient go to one patient, whom no other source patient has
};
[[nodiscard]] std::string_view name(Draw draw);
// Nothing where no draw has this name.
[[nodiscard]] std::optional<Draw> draw_of(std::string_view name);

struct PoolPatient {
    std::string patient_id;
    Date birth_date;
    char sex = '\0';
};

// Replaces a source patient in the database: the first 16 bytes of an HMAC-SHA256 under the draw's secret.
// Nobody can make it from an id, or try ids on it, without the secret.
using PersonKey = util::KeyedHash;

class PatientDraw {
  public:
    // `pool` in any order: it is sorted by (birth_date, patient_id), so the draw depends on the set alone.
    // Throws std::runtime_error where OpenSSL has no HMAC-SHA256.
    PatientDraw(const util::Secret& secret, std::vector<PoolPatient> pool, Draw how = Draw::uniform);

    [[nodiscard]] Draw how() const { return how_; }

    // The patient at index floor(HMAC-SHA256(secret, encounter_id) first 64 bits × n / 2^64), where n
    // patients are born on or before `study_date`. Nothing where n is 0. The bias is below n / 2^64. The
    // view lives as long as this object. One thread at a time: the HMAC's context is used for each call.
    [[nodiscard]] std::optional<std::string_view> draw(std::string_view encounter_id, Date study_date) const;

    // The same, with the birth date; lives as long as this object. nullptr: no patient is born by then.
    // Under `matched` the choice is among the patients of `person`'s sex whose birth year differs by two
    // at most; where there are none, among those of that sex with the nearest birth year; where no patient
    // of that sex is born, in the same way among all. Without a sex in `person` any sex fits, without a
    // birth year any year. Under `by_patient` it is the draw of `uniform`: patient_assignments.h has that
    // draw.
    [[nodiscard]] const PoolPatient* draw_patient(std::string_view encounter_id, Date study_date,
                                                  const Person& person = {}) const;

    // The key of the person that the record states: made of the PatientID and the facility that gave it.
    // Where the PatientID is missing it is made of the study, so that each such study has a person of its
    // own.
    [[nodiscard]] PersonKey key_of(std::string_view facility_id, const StudyRecord& record) const;

    [[nodiscard]] std::size_t size() const { return pool_.size(); }

    // By birth date, then id; the patients born on or before `date` are the first born_by(date) ones.
    [[nodiscard]] const std::vector<PoolPatient>& pool() const { return pool_; }
    [[nodiscard]] std::size_t born_by(Date date) const;

  private:
    using Indexes = std::vector<std::size_t>; // into pool_, rising

    [[nodiscard]] const PoolPatient* draw_matched(std::string_view encounter_id, const Indexes& among,
                                                  std::size_t born, std::optional<int> birth_year) const;

    Draw how_;
    util::Hmac mac_; // keyed by the secret
    std::vector<PoolPatient> pool_;
    std::map<char, Indexes> by_sex_; // '\0': all of them. Empty unless `matched`
};

} // namespace padchestd::clinical
