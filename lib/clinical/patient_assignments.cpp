#include "clinical/patient_assignments.h"

#include "util/seeded_random.h"

#include <algorithm>
#include <cstring>

namespace padchestd::clinical {

namespace {

// The key is as good as random: its first 64 bits give where to begin.
std::uint64_t leading(const PersonKey& key) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | key.mac.bytes[i];
    return value;
}

} // namespace

std::size_t PatientAssignments::KeyHash::operator()(const PersonKey& key) const noexcept {
    std::size_t value = 0;
    const auto& bytes = key.mac.bytes;
    std::memcpy(&value, bytes.data() + bytes.size() - sizeof value, sizeof value);
    return value;
}

PatientAssignments::PatientAssignments(const PatientDraw& draw)
    : draw_(draw)
    , taken_(draw.size(), false) {
    by_id_.reserve(draw.size());
    for (std::size_t i = 0; i < draw.size(); ++i) by_id_.emplace(draw.pool()[i].patient_id, i);
}

const PoolPatient* PatientAssignments::find(const PersonKey& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &draw_.pool()[found->second];
}

const PoolPatient* PatientAssignments::assign(const PersonKey& key, Date study_date, const Person& person) {
    Date bound = kEarliestStudy;
    if (person.birth_year)
        bound = std::max(
            bound, Date{std::chrono::year{*person.birth_year}, std::chrono::January, std::chrono::day{1}});
    const std::size_t born = draw_.born_by(std::min(bound, study_date));
    const auto start = static_cast<std::size_t>(static_cast<util::Wide>(leading(key)) * born >> 64U);
    for (std::size_t i = 0; i < born; ++i) {
        const std::size_t place = start + i < born ? start + i : start + i - born;
        if (taken_[place]) continue;
        taken_[place] = true;
        places_.emplace(key, place);
        return &draw_.pool()[place];
    }
    return nullptr;
}

bool PatientAssignments::add(const PersonKey& key, std::string_view patient_id) {
    const auto place = by_id_.find(patient_id);
    if (place == by_id_.end() || taken_[place->second]) return false;
    taken_[place->second] = true;
    return places_.emplace(key, place->second).second;
}

void PatientAssignments::take_back(const PersonKey& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return;
    taken_[found->second] = false;
    places_.erase(found);
}

} // namespace padchestd::clinical
