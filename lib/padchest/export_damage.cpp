#include "padchest/export_damage.h"

#include "padchest/feed_columns.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace padchestd::padchest {

namespace {

constexpr std::size_t kShown = 3;
constexpr std::size_t kFewestRounded = 3; // one or two bad ids are quarantined like any bad record
// A study of the public file has 11 images at most, one date, and one patient (a single one has two).
constexpr std::size_t kMostImages = 64;
constexpr std::size_t kMostOfAStudy = 8; // dates, and patients

using Rows = std::vector<std::uint64_t>; // record numbers

std::string sentence(std::string_view what, const Rows& rows, std::string_view cause) {
    std::string text(what);
    text += rows.size() == 1 ? " in row " : " in rows ";
    for (std::size_t i = 0; i < std::min(rows.size(), kShown); ++i)
        text.append(i == 0 ? "" : ", ") += std::to_string(rows[i] + 1);
    if (rows.size() > kShown) text += " and " + std::to_string(rows.size() - kShown) + " more";
    return text.append(": ").append(cause);
}

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// `1.35E+44`, `1,35E+44`, and the same written out: 15 digits and then zeros.
bool is_rounded(std::string_view id) {
    const std::size_t exponent = id.find_first_of("Ee");
    if (exponent == std::string_view::npos) {
        constexpr std::size_t kSpreadsheetDigits = 15;
        return id.size() >= 20 && are_digits(id) &&
               id.find_first_not_of('0', kSpreadsheetDigits) == std::string_view::npos;
    }
    const std::string_view sign = id.substr(exponent + 1, 1);
    const std::string_view power = id.substr(exponent + (sign == "+" ? 2 : 1));
    const std::string_view mantissa = id.substr(0, exponent);
    return are_digits(power) && are_digits(mantissa.substr(0, 1)) &&
           mantissa.find_first_not_of("0123456789.,") == std::string_view::npos;
}

// A header in the place of a record, of this feed or of another export of it.
bool is_header(const feed::CsvHeader& header, const feed::Record& record) {
    if (record.malformation) {
        if (record.malformation != feed::Malformation::field_count) return false;
        const auto holds = [&](std::string_view name) {
            return record.bytes.find(name) != std::string_view::npos;
        };
        return holds(columns::kImageId) && holds(columns::kStudyId) && holds(columns::kStudyDate);
    }
    const auto names_column = [&](std::string_view cell) { return !cell.empty() && header.column(cell); };
    return names_column(record.fields[*header.column(columns::kStudyId)]) &&
           names_column(record.fields[*header.column(columns::kImageId)]);
}

// Up to one more different values than a study may have, by 32 bits of each: a batch has thousands of
// studies.
class FewValues {
  public:
    void add(std::size_t whole) {
        const auto value = static_cast<std::uint32_t>(whole ^ (whole >> 32U));
        const auto end = values_.begin() + static_cast<std::ptrdiff_t>(count_);
        if (count_ < values_.size() && std::find(values_.begin(), end, value) == end)
            values_.at(count_++) = value;
    }
    [[nodiscard]] bool are_too_many() const { return count_ > kMostOfAStudy; }

  private:
    std::array<std::uint32_t, kMostOfAStudy + 1> values_{};
    std::uint32_t count_ = 0;
};

struct StudyInBatch {
    FewValues dates, patients;
    std::size_t records = 0;
    std::uint64_t last = 0; // record number
};

std::optional<std::string> damage_of_refused(const feed::CsvHeader& header,
                                             std::span<const feed::Record* const> refused) {
    Rows headers;
    Rows rounded;
    const auto study_id = *header.column(columns::kStudyId);
    for (const feed::Record* record : refused) {
        if (is_header(header, *record)) headers.push_back(record->start.record_number);
        if (!record->malformation && is_rounded(record->fields[study_id]))
            rounded.push_back(record->start.record_number);
    }
    if (!headers.empty())
        return sentence("a second header line", headers, "exports were joined, perhaps with other columns");
    if (rounded.size() >= kFewestRounded)
        return sentence("StudyID is a rounded number", rounded,
                        "a spreadsheet has saved the file, and different studies have one id now");
    return std::nullopt;
}

} // namespace

std::optional<std::string> export_damage(const feed::CsvHeader& header, std::span<const feed::Record> records,
                                         std::span<const feed::Record* const> refused,
                                         std::span<const clinical::StudyRecord> accepted) {
    if (auto damage = damage_of_refused(header, refused)) return damage;
    if (accepted.empty()) return std::nullopt;
    const auto patient_id = header.column("PatientID");
    const std::uint64_t first = records.front().start.record_number;
    std::unordered_map<std::string_view, StudyInBatch> studies;
    studies.reserve(accepted.size());
    for (const auto& study : accepted) {
        auto& seen = studies[study.encounter.encounter_id];
        seen.records += 1;
        seen.last = study.record_number;
        const auto days = std::chrono::sys_days(study.encounter.date).time_since_epoch().count();
        seen.dates.add(static_cast<std::size_t>(days));
        if (patient_id)
            seen.patients.add(
                std::hash<std::string_view>()(records[study.record_number - first].fields[*patient_id]));
    }
    Rows images, dates, patients;
    for (const auto& [id, study] : studies) {
        if (study.dates.are_too_many()) dates.push_back(study.last);
        if (study.patients.are_too_many()) patients.push_back(study.last);
        if (study.records <= kMostImages) continue;
        std::unordered_set<std::string_view> names;
        for (const auto& one : accepted) {
            if (one.encounter.encounter_id == id) names.insert(one.procedure.procedure_id);
        }
        if (names.size() > kMostImages) images.push_back(study.last);
    }
    constexpr std::string_view kCause = "one id for different studies, rounded, cut or made up";
    for (Rows* rows : {&images, &dates, &patients}) std::sort(rows->begin(), rows->end());
    if (!images.empty()) return sentence("StudyID joins more images than any study has", images, kCause);
    if (!dates.empty()) return sentence("StudyID joins images of many dates", dates, kCause);
    if (!patients.empty()) return sentence("StudyID joins images of many patients", patients, kCause);
    return std::nullopt;
}

} // namespace padchestd::padchest
