#include "clinical/patient_draw.h"

#include "util/seeded_random.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

namespace padchestd::clinical {

namespace {

// Years between the birth years of a person and of a matched patient.
constexpr int kMostYears = 2;

std::uint64_t first_64_bits(const std::array<std::uint8_t, 32>& digest) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | digest[i];
    return value;
}

std::size_t scaled(const std::array<std::uint8_t, 32>& digest, std::size_t n) {
    return static_cast<std::size_t>(static_cast<util::Wide>(first_64_bits(digest)) * n >> 64U);
}

constexpr std::array<std::pair<std::string_view, Draw>, 3> kDraws{
    {{"uniform", Draw::uniform}, {"matched", Draw::matched}, {"by_patient", Draw::by_patient}}};

} // namespace

std::string_view name(Draw draw) {
    for (const auto& [word, value] : kDraws) {
        if (value == draw) return word;
    }
    return {};
}

std::optional<Draw> draw_of(std::string_view name) {
    for (const auto& [word, value] : kDraws) {
        if (word == name) return value;
    }
    return std::nullopt;
}

PatientDraw::PatientDraw(const util::Secret& secret, std::vector<PoolPatient> pool, Draw how)
    : how_(how)
    , mac_(secret)
    , pool_(std::move(pool)) {
    std::sort(pool_.begin(), pool_.end(), [](const PoolPatient& a, const PoolPatient& b) {
        return a.birth_date != b.birth_date ? a.birth_date < b.birth_date : a.patient_id < b.patient_id;
    });
    if (how_ != Draw::matched) return;
    by_sex_['\0'] = {};
    for (std::size_t i = 0; i < pool_.size(); ++i) {
        by_sex_['\0'].push_back(i);
        if (pool_[i].sex != '\0') by_sex_[pool_[i].sex].push_back(i);
    }
}

std::optional<std::string_view> PatientDraw::draw(std::string_view encounter_id, Date study_date) const {
    const PoolPatient* const patient = draw_patient(encounter_id, study_date);
    return patient != nullptr ? std::optional<std::string_view>(patient->patient_id) : std::nullopt;
}

std::size_t PatientDraw::born_by(Date date) const {
    const auto unborn =
        std::upper_bound(pool_.begin(), pool_.end(), date,
                         [](Date day, const PoolPatient& patient) { return day < patient.birth_date; });
    return static_cast<std::size_t>(unborn - pool_.begin());
}

const PoolPatient* PatientDraw::draw_patient(std::string_view encounter_id, Date study_date,
                                             const Person& person) const {
    const std::size_t born = born_by(study_date);
    if (born == 0) return nullptr;
    if (how_ != Draw::matched) return &pool_[scaled(mac_(encounter_id), born)];
    const auto same_sex = by_sex_.find(person.sex);
    if (same_sex != by_sex_.end()) {
        const auto* const patient = draw_matched(encounter_id, same_sex->second, born, person.birth_year);
        if (patient != nullptr) return patient;
    }
    return draw_matched(encounter_id, by_sex_.at('\0'), born, person.birth_year);
}

// Of `among`, the indexes below `born`.
const PoolPatient* PatientDraw::draw_matched(std::string_view encounter_id, const Indexes& among,
                                             std::size_t born, std::optional<int> birth_year) const {
    const auto end = std::lower_bound(among.begin(), among.end(), born);
    if (end == among.begin()) return nullptr;
    const auto year_of = [this](std::size_t index) {
        return static_cast<int>(pool_[index].birth_date.year());
    };
    auto first = among.begin();
    auto last = end;
    if (birth_year) {
        const auto from_year = [&](int year) {
            return std::partition_point(among.begin(), end,
                                        [&](std::size_t index) { return year_of(index) < year; });
        };
        int years = kMostYears;
        const auto after = from_year(*birth_year);
        if (after != end) years = std::max(years, year_of(*after) - *birth_year);
        if (after != among.begin()) {
            const int before = *birth_year - year_of(*std::prev(after));
            years =
                after == end ? std::max(kMostYears, before) : std::min(years, std::max(kMostYears, before));
        }
        first = from_year(*birth_year - years);
        last = from_year(*birth_year + years + 1);
    }
    const std::span<const std::size_t> candidates(first, last);
    return &pool_[candidates[scaled(mac_(encounter_id), candidates.size())]];
}

// Texts with a blank: encounter ids, which the other draws hash, hold none.
PersonKey PatientDraw::key_of(std::string_view facility_id, const StudyRecord& record) const {
    std::string text = record.person.source_id ? "source patient " : "source study ";
    text.append(facility_id).append(1, '\0');
    const auto digest = mac_(text, record.person.source_id.value_or(record.encounter.encounter_id));
    PersonKey key{};
    std::copy_n(digest.begin(), key.mac.bytes.size(), key.mac.bytes.begin());
    return key;
}

} // namespace padchestd::clinical
