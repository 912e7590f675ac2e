#include "padchest_gr/transform.h"

#include "clinical/key_text.h"
#include "padchest/cell.h"
#include "padchest_gr/cell.h"
#include "padchest_gr/columns.h"

#include <charconv>

namespace padchestd::padchest_gr {

namespace {

using clinical::OptionalText;
using clinical::read_key;
using clinical::Reason;
using clinical::Rejection;
using clinical::Text;
using clinical::value_of;

constexpr int kAdult = 18;
constexpr int kOldest = 120;
constexpr Text kImageName = "Chest X-ray"; // all that a finding tells of its image

// `20140915`, `20140915.0`, `2014-09-15`, and with a time of day after it.
std::optional<clinical::Date> parse_date(Text text) {
    constexpr std::size_t kIsoLength = 10;
    if (text.size() > kIsoLength && (text[kIsoLength] == ' ' || text[kIsoLength] == 'T'))
        text = text.substr(0, kIsoLength);
    if (text.size() == kIsoLength && text[4] == '-') return clinical::parse_iso_date(text);
    return clinical::parse_dicom_date(padchest::without_zero_fraction(text));
}

std::optional<int> whole_number(Text digits) {
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || number < 0)
        return std::nullopt;
    return number;
}

// `1930`, `1930.0`, or the year of a whole date, with or without hyphens.
std::optional<int> birth_year_of(OptionalText cell) {
    if (!cell) return std::nullopt;
    if (const auto date = parse_date(*cell)) return static_cast<int>(date->year());
    const Text text = padchest::without_zero_fraction(*cell);
    return text.size() == 4 ? whole_number(text) : std::nullopt;
}

// Whole years: `57`, `57.0`, `57.4`, or `057Y` as DICOM has it.
std::optional<int> age_of(OptionalText cell) {
    if (!cell) return std::nullopt;
    Text text = *cell;
    if (text.ends_with('Y')) text.remove_suffix(1);
    const auto age = whole_number(text.substr(0, text.find('.')));
    return age && *age <= kOldest ? age : std::nullopt;
}

} // namespace

std::vector<std::string> missing_columns(const feed::CsvHeader& header) {
    return clinical::missing_names(header, columns::kNeeded);
}

Transform::Places::Places(const feed::CsvHeader& header)
    : study_id(*header.column(columns::kStudyId))
    , image_id(*header.column(columns::kImageId))
    , study_date(*header.column(columns::kStudyDate))
    , plain_date(header.column(columns::kPlainStudyDate))
    , patient_id(header.column(columns::kPatientId))
    , patient_birth(header.column(columns::kPatientBirth))
    , patient_sex(header.column(columns::kPatientSex))
    , patient_age(header.column(columns::kPatientAge)) {}

Transform::Transform(const feed::CsvHeader& header)
    : places_(clinical::fitting(header, missing_columns(header), "the master table of PadChest-GR"))
    , findings_(header) {}

// The other date column replaces a cell that is missing, not one that is wrong.
Transform::MaybeRejection Transform::read_date(const feed::Record& record, clinical::Date& date) const {
    auto cell = value_of(record.fields[places_.study_date]);
    if (!cell) cell = cell_of(record, places_.plain_date);
    if (!cell) return Rejection{Reason::missing_value, columns::kStudyDate};
    const auto parsed = parse_date(*cell);
    if (!parsed) return Rejection{Reason::bad_date, columns::kStudyDate};
    if (*parsed < clinical::kFirstStudyDate || *parsed > clinical::kLastStudyDate)
        return Rejection{Reason::date_out_of_range, columns::kStudyDate};
    date = *parsed;
    return std::nullopt;
}

// What is missing or odd is unknown, and whoever's age is not known is taken for an adult.
void Transform::read_person(const feed::Record& record, clinical::StudyRecord& study) const {
    auto& person = study.person;
    person.source_id = cell_of(record, places_.patient_id);
    person.birth_year = birth_year_of(cell_of(record, places_.patient_birth));
    const auto sex = cell_of(record, places_.patient_sex);
    if (sex == "F" || sex == "M" || sex == "O") person.sex = sex->front();
    const int year = static_cast<int>(study.encounter.date.year());
    auto age = age_of(cell_of(record, places_.patient_age));
    if (age && !person.birth_year) person.birth_year = year - *age;
    if (!age && person.birth_year) age = year - *person.birth_year;
    study.encounter.pediatric = age && *age < kAdult;
}

void Transform::make_image(clinical::Procedure& image) {
    image.columns = image.always = 1;
    image.values[0] = kImageName;
    image.content_hash = hash_(image);
}

std::variant<clinical::StudyRecord, clinical::Rejection> Transform::operator()(const feed::Record& record,
                                                                               std::int32_t generation) {
    clinical::StudyRecord study;
    const auto& cells = record.fields;
    if (auto no = read_key(cells[places_.study_id], columns::kStudyId, study.encounter.encounter_id))
        return *no;
    if (auto no = read_key(cells[places_.image_id], columns::kImageId, study.procedure.procedure_id))
        return *no;
    if (auto no = read_date(record, study.encounter.date)) return *no;
    read_person(record, study);
    if (auto no = findings_.read(record, study)) return *no;
    study.encounter.content_hash = hash_.without_codes(study.encounter);
    make_image(study.procedure);
    study.position = {generation, static_cast<std::int64_t>(record.start.byte_offset)};
    study.record_number = record.start.record_number;
    study.length = record.length;
    study.raw = record.bytes;
    study.record_hash = util::content_hash(record.bytes);
    return study;
}

} // namespace padchestd::padchest_gr
