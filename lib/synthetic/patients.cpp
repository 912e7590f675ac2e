#include "synthetic/patients.h"

#include "synthetic/choice.h"
#include "synthetic/people.h"
#include "synthetic/places.h"
#include "synthetic/stream.h"

#include <algorithm>

namespace padchestd::synthetic {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Share of people with a move: the figure that the project asks for, `assumed`.
constexpr double kMovers = 0.08;

std::string patient_id(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return "P" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

Move draw_move(const SyntheticPatient& patient, util::SeededRandom& random) {
    const sys_days first = std::max(sys_days{kFirstStudy}, sys_days{patient.birth_date} + days{1});
    const auto span = static_cast<std::uint64_t>((sys_days{kLastStudy} - first).count()) + 1;
    Move move{first + days{static_cast<int>(random.below(span))}, patient.location};
    while (move.location == patient.location) move.location = places().draw(random);
    return move;
}

SyntheticPatient draw_patient(std::uint64_t index, std::uint64_t seed) {
    auto random = stream(seed, Stream::patient, index);
    SyntheticPatient patient;
    patient.patient_id = patient_id(index + 1);
    patient.sex = people().sex.draw(random);
    patient.birth_date = draw_birth_date(random);
    patient.location = places().draw(random);
    // The very last day leaves no day for a move.
    if (random.chance(kMovers) && patient.birth_date < kLastStudy)
        patient.moves.push_back(draw_move(patient, random));
    return patient;
}

} // namespace

std::vector<SyntheticPatient> synthetic_patients(std::uint64_t count, std::uint64_t seed) {
    std::vector<SyntheticPatient> patients;
    patients.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) patients.push_back(draw_patient(i, seed));
    return patients;
}

} // namespace padchestd::synthetic
