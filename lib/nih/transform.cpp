#include "nih/transform.h"

#include "clinical/key_text.h"
#include "nih/columns.h"
#include "nih/number.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace padchestd::nih {

namespace {

using clinical::NumberForm;
using clinical::NumberRange;
using clinical::Reason;
using clinical::Rejection;
using clinical::value_of;

// What a person or a radiograph can have. The published table: ages 0 to 95, widths and heights 966 to 4,715,
// spacings 0.115 to 0.1988.
constexpr NumberRange kAges{0, 120};
constexpr NumberRange kPixels{1, 65'535};
constexpr NumberRange kSpacings{0.001, 10};
constexpr int kAdult = 18;

constexpr std::size_t kLongestCode = 128;
constexpr std::size_t kNameBytes = std::size_t{64} * 1024; // the table has two views

const clinical::CodeSet kNoLocalizations; // the table has none

} // namespace

std::vector<std::string> missing_columns(const feed::CsvHeader& header) {
    return clinical::missing_names(header, columns::kRead);
}

Transform::Places::Places(const feed::CsvHeader& header)
    : image_index(*header.column(columns::kImageIndex))
    , labels(*header.column(columns::kFindingLabels))
    , age(*header.column(columns::kPatientAge))
    , view(*header.column(columns::kViewPosition))
    , width(*header.column(columns::kWidth))
    , height(*header.column(columns::kHeight))
    , spacing_x(*header.column(columns::kSpacingX))
    , spacing_y(*header.column(columns::kSpacingY))
    , patient_id(header.column(columns::kPatientId))
    , gender(header.column(columns::kPatientGender)) {}

Transform::Transform(const feed::CsvHeader& header)
    : places_(clinical::fitting(header, missing_columns(header), "the table of NIH ChestX-ray14"))
    , names_(kNameBytes) {}

Transform::MaybeRejection Transform::read_id(const feed::Record& record, clinical::Text& id) {
    clinical::Text index;
    if (auto no = clinical::read_key(record.fields[places_.image_index], columns::kImageIndex, index))
        return no;
    if (!key_) throw std::logic_error("an image index was read without a key for its hash");
    const std::string hash = util::hex(key_->of_id(index).mac);
    Id& kept = ids_.emplace_back();
    std::copy_n(hash.begin(), kept.size(), kept.begin());
    id = {kept.data(), kept.size()};
    return std::nullopt;
}

// The age decides `pediatric`, which may not be null, and is rejected where it is missing or no age.
Transform::MaybeRejection Transform::read_person(const feed::Record& record,
                                                 clinical::StudyRecord& study) const {
    const Number age = number_of(record.fields[places_.age], NumberForm::integer, kAges);
    if (!age.text) return Rejection{Reason::missing_value, columns::kPatientAge};
    if (age.reason) return Rejection{*age.reason, columns::kPatientAge};
    const auto years = static_cast<int>(age.value);
    study.encounter.pediatric = years < kAdult;
    study.person.birth_year = static_cast<int>(kStatedDate.year()) - years;
    if (places_.patient_id) study.person.source_id = value_of(record.fields[*places_.patient_id]);
    const auto gender = places_.gender ? value_of(record.fields[*places_.gender]) : std::nullopt;
    if (gender == "F" || gender == "M") study.person.sex = gender->front();
    return std::nullopt;
}

Transform::MaybeRejection Transform::read_encounter(const feed::Record& record,
                                                    clinical::StudyRecord& study) {
    auto& encounter = study.encounter;
    if (auto no = read_id(record, encounter.encounter_id)) return no;
    if (auto no = read_person(record, study)) return no;
    encounter.date = kStatedDate;
    const LabelSet labels = labels_(record.fields[places_.labels]);
    if (labels.reason) return Rejection{*labels.reason, columns::kFindingLabels};
    encounter.diagnoses = labels.set;
    encounter.localizations = &kNoLocalizations;
    encounter.content_hash = content_hash_(encounter);
    return std::nullopt;
}

Transform::MaybeRejection Transform::read_image(const feed::Record& record, clinical::Procedure& image) {
    const auto view = value_of(record.fields[places_.view]);
    if (view && view->size() > kLongestCode) return Rejection{Reason::text_too_long, columns::kViewPosition};
    image.columns = image.always = kImageColumns.size();
    const std::string_view code = view.value_or("");
    const std::string* name = names_.find(code);
    if (name == nullptr) name = names_.add(code, "Chest X-ray" + (view ? ", " + std::string(code) : ""));
    image.values[procedure_name] = *name;
    image.values[projection] = image.values[view_position] = view;

    const Number x = number_of(record.fields[places_.spacing_x], NumberForm::decimal, kSpacings);
    if (x.reason) return Rejection{*x.reason, columns::kSpacingX};
    const Number y = number_of(record.fields[places_.spacing_y], NumberForm::decimal, kSpacings);
    if (y.reason) return Rejection{*y.reason, columns::kSpacingY};
    // One column holds it; pixels that are not square (the published table has none) have no one spacing.
    if (x.text == y.text) image.values[resolution] = x.text;
    const Number high = number_of(record.fields[places_.height], NumberForm::integer, kPixels);
    if (high.reason) return Rejection{*high.reason, columns::kHeight};
    image.values[rows] = high.text;
    const Number wide = number_of(record.fields[places_.width], NumberForm::integer, kPixels);
    if (wide.reason) return Rejection{*wide.reason, columns::kWidth};
    image.values[width] = wide.text;
    image.content_hash = content_hash_(image);
    return std::nullopt;
}

std::variant<clinical::StudyRecord, clinical::Rejection> Transform::operator()(const feed::Record& record,
                                                                               std::int32_t generation) {
    clinical::StudyRecord study;
    if (auto no = read_encounter(record, study)) return *no;
    study.procedure.procedure_id = study.encounter.encounter_id;
    if (auto no = read_image(record, study.procedure)) return *no;
    study.position = {generation, static_cast<std::int64_t>(record.start.byte_offset)};
    study.record_number = record.start.record_number;
    study.length = record.length;
    study.raw = record.bytes;
    study.record_hash = util::content_hash(record.bytes);
    return study;
}

void Transform::begin_batch() {
    labels_.begin_batch();
    names_.begin_batch();
    previous_ids_ = std::exchange(ids_, {});
}

} // namespace padchestd::nih
