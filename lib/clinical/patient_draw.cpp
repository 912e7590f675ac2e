#include "clinical/patient_draw.h"

#include "util/seeded_random.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace padchestd::clinical {

namespace {

std::uint64_t first_64_bits(const std::array<std::uint8_t, 32>& digest) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | digest[i];
    return value;
}

} // namespace

PatientDraw::PatientDraw(const util::Secret& secret, std::vector<PoolPatient> pool)
    : mac_(secret)
    , pool_(std::move(pool)) {
    std::sort(pool_.begin(), pool_.end(), [](const PoolPatient& a, const PoolPatient& b) {
        return a.birth_date != b.birth_date ? a.birth_date < b.birth_date : a.patient_id < b.patient_id;
    });
}

std::optional<std::string_view> PatientDraw::draw(std::string_view encounter_id, Date study_date) const {
    const PoolPatient* const patient = draw_patient(encounter_id, study_date);
    return patient != nullptr ? std::optional<std::string_view>(patient->patient_id) : std::nullopt;
}

const PoolPatient* PatientDraw::draw_patient(std::string_view encounter_id, Date study_date) const {
    const auto unborn =
        std::upper_bound(pool_.begin(), pool_.end(), study_date,
                         [](Date date, const PoolPatient& patient) { return date < patient.birth_date; });
    const auto born = static_cast<std::uint64_t>(unborn - pool_.begin());
    if (born == 0) return nullptr;
    const auto index = static_cast<util::Wide>(first_64_bits(mac_(encounter_id))) * born >> 64U;
    return &pool_[static_cast<std::size_t>(index)];
}

} // namespace padchestd::clinical
