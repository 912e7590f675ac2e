#pragma once
// Which synthetic patient each source patient has, where all studies of one go to one: nobody is given to
// two. Remembers who is taken; the database does so between batches (store/patient_choice.h).

#include "clinical/patient_draw.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace padchestd::clinical {

// A source patient of unknown birth year, or born before, is given somebody born by this day. No study of the
// feeds that are known is earlier (PadChest: 2007-05-03), and the studies of a patient come in any order.
inline constexpr Date kEarliestStudy{std::chrono::year{2007}, std::chrono::January, std::chrono::day{1}};

class PatientAssignments {
  public:
    // `draw` outlives it.
    explicit PatientAssignments(const PatientDraw& draw);

    // The patient that was given before; nullptr: none.
    [[nodiscard]] const PoolPatient* find(const PersonKey& key) const;

    // Gives the next free patient, in the pool's order from a keyed place on and around, of those born on or
    // before the earlier of `study_date` and the later of kEarliestStudy and the first day of the birth year:
    // so no study of theirs is before the patient's birth, however the records are ordered. nullptr where
    // nobody is free. Depends on who is taken, so on the order of calls, and on nothing else.
    const PoolPatient* assign(const PersonKey& key, Date study_date, const Person& person);

    // As another session gave it. False: the pool has no such patient, or somebody else has them.
    bool add(const PersonKey& key, std::string_view patient_id);

    // Takes back what assign() gave.
    void take_back(const PersonKey& key);

    [[nodiscard]] std::size_t size() const { return places_.size(); }

  private:
    struct KeyHash {
        std::size_t operator()(const PersonKey& key) const noexcept;
    };

    const PatientDraw& draw_;
    std::unordered_map<PersonKey, std::size_t, KeyHash> places_; // in the pool
    std::unordered_map<std::string_view, std::size_t> by_id_;    // likewise
    std::vector<bool> taken_;
};

} // namespace padchestd::clinical
