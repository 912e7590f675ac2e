#include "padchest/transform.h"

#include "clinical/content_hashes.h"
#include "clinical/key_text.h"
#include "padchest/cell.h"
#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"
#include "padchest/procedure_name.h"
#include "padchest/record_shape.h"
#include "padchest/term_sets.h"

#include <algorithm>
#include <array>

namespace padchestd::padchest {

namespace {

using clinical::read_key;
using clinical::value_of;
using MaybeRejection = std::optional<clinical::Rejection>;

// Where the header has the columns that are read.
struct Places {
    explicit Places(const feed::CsvHeader& header)
        : image_id(*header.column(columns::kImageId))
        , study_id(*header.column(columns::kStudyId))
        , study_date(*header.column(columns::kStudyDate))
        , pediatric(*header.column(columns::kPediatric))
        , report_id(*header.column(columns::kReportId))
        , report(*header.column(columns::kReport))
        , method_label(*header.column(columns::kMethodLabel))
        , labels(*header.column(columns::kLabels))
        , localizations(*header.column(columns::kLocalizations))
        , patient_id(header.column(columns::kPatientId))
        , patient_birth(header.column(columns::kPatientBirth))
        , patient_sex(header.column(columns::kPatientSex)) {
        const auto place = [&](const ImageColumn& column) { return header.column(column.feed_column); };
        std::transform(kImageColumns.begin(), kImageColumns.end(), image.begin(), place);
    }

    std::size_t image_id, study_id, study_date, pediatric, report_id, report, method_label, labels,
        localizations;
    std::optional<std::size_t> patient_id, patient_birth, patient_sex;
    std::array<std::optional<std::size_t>, kImageColumns.size()> image{}; // nothing: this feed lacks it
};

// `20140915`, and as programs that read and saved the feed may leave it: `20140915.0`, `2014-09-15`.
std::optional<clinical::Date> parse_date(std::string_view text) {
    if (text.size() == 10 && text[4] == '-') return clinical::parse_iso_date(text);
    return clinical::parse_dicom_date(without_zero_fraction(text));
}

MaybeRejection read_date(std::string_view cell, clinical::Date& date) {
    const clinical::OptionalText text = value_of(cell);
    if (!text) return clinical::Rejection{clinical::Reason::missing_value, columns::kStudyDate};
    const auto parsed = parse_date(*text);
    if (!parsed) return clinical::Rejection{clinical::Reason::bad_date, columns::kStudyDate};
    if (*parsed < clinical::kFirstStudyDate || *parsed > clinical::kLastStudyDate) {
        return clinical::Rejection{clinical::Reason::date_out_of_range, columns::kStudyDate};
    }
    date = *parsed;
    return std::nullopt;
}

// The store's column takes no null, and a missing value is neither: it is not taken for `No`.
MaybeRejection read_pediatric(std::string_view cell, bool& pediatric) {
    const clinical::OptionalText text = value_of(cell);
    if (!text) return clinical::Rejection{clinical::Reason::missing_value, columns::kPediatric};
    if (*text != "No" && *text != "PED")
        return clinical::Rejection{clinical::Reason::unknown_code, columns::kPediatric};
    pediatric = *text == "PED";
    return std::nullopt;
}

// `1930.0`, as the feed has it, or `1930`.
std::optional<int> read_birth_year(std::string_view cell) {
    const std::string_view text = without_zero_fraction(value_of(cell).value_or(""));
    if (text.size() != 4) return std::nullopt;
    int year = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        year = year * 10 + (digit - '0');
    }
    return year;
}

// What is missing or odd is unknown: it decides whom a study is drawn, and is no reason to refuse the study.
clinical::Person read_person(const feed::Record& record, const Places& places) {
    const auto cell = [&](std::optional<std::size_t> place) {
        return place ? value_of(record.fields[*place]) : clinical::OptionalText();
    };
    clinical::Person person;
    person.source_id = cell(places.patient_id);
    person.birth_year = read_birth_year(cell(places.patient_birth).value_or(""));
    const auto sex = cell(places.patient_sex);
    if (sex == "F" || sex == "M" || sex == "O") person.sex = sex->front();
    return person;
}

MaybeRejection read_terms(TermSets& sets, std::string_view cell, std::string_view column,
                          const clinical::CodeSet*& terms) {
    const TermSet read = sets(cell);
    if (read.reason) return clinical::Rejection{*read.reason, column};
    terms = read.set;
    return std::nullopt;
}

} // namespace

struct Transform::State {
    State(const feed::CsvHeader& header, const Taxonomy& taxonomy)
        : places(header)
        , shape(header)
        , diagnoses(taxonomy, TermTable::diagnoses)
        , localizations(taxonomy, TermTable::localizations)
        , numbers(header.delimiter == ';') {}

    MaybeRejection read_encounter(const feed::Record& record, clinical::Encounter& encounter);
    MaybeRejection read_report(const feed::Record& record, std::optional<clinical::Report>& report);
    MaybeRejection read_procedure(const feed::Record& record, clinical::Procedure& procedure);

    Places places;
    RecordShape shape;
    TermSets diagnoses;
    TermSets localizations;
    ProcedureNames procedure_names;
    NumberReader numbers; // a file with semicolons may have decimal commas
    clinical::ContentHasher content_hash;
};

MaybeRejection Transform::State::read_encounter(const feed::Record& record, clinical::Encounter& encounter) {
    const auto& cells = record.fields;
    if (auto no = read_key(cells[places.study_id], columns::kStudyId, encounter.encounter_id)) return no;
    if (auto no = read_date(cells[places.study_date], encounter.date)) return no;
    if (auto no = read_pediatric(cells[places.pediatric], encounter.pediatric)) return no;
    if (auto no = read_terms(diagnoses, cells[places.labels], columns::kLabels, encounter.diagnoses))
        return no;
    if (auto no = read_terms(localizations, cells[places.localizations], columns::kLocalizations,
                             encounter.localizations)) {
        return no;
    }
    encounter.content_hash = content_hash(encounter);
    return std::nullopt;
}

MaybeRejection Transform::State::read_report(const feed::Record& record,
                                             std::optional<clinical::Report>& report) {
    const clinical::OptionalText method = value_of(record.fields[places.method_label]);
    if (method && *method != "Physician" && *method != "RNN_model") {
        return clinical::Rejection{clinical::Reason::unknown_code, columns::kMethodLabel};
    }
    const clinical::OptionalText text = value_of(record.fields[places.report]);
    const std::string_view report_id = without_zero_fraction(record.fields[places.report_id]);
    if (!text && !value_of(report_id)) return std::nullopt;
    report.emplace();
    // A text without an id has no key, so it is a rejection rather than a lost report.
    if (auto no = read_key(report_id, columns::kReportId, report->report_id)) return no;
    if (text && text->size() > clinical::kMaxReportBytes)
        return clinical::Rejection{clinical::Reason::text_too_long, columns::kReport};
    report->text = text;
    report->label_method = method;
    report->content_hash = content_hash(*report);
    return std::nullopt;
}

MaybeRejection Transform::State::read_procedure(const feed::Record& record, clinical::Procedure& procedure) {
    if (auto no = read_key(record.fields[places.image_id], columns::kImageId, procedure.procedure_id))
        return no;
    procedure.columns = kImageColumns.size();
    procedure.always = kAlwaysPresent;
    for (std::size_t i = 0; i < kImageColumns.size(); ++i) {
        const ImageColumn& column = kImageColumns[i];
        if (column.form == ValueForm::procedure_name || !places.image[i]) continue;
        const FieldValue read = field_value(column, record.fields[*places.image[i]], numbers);
        if (read.reason) return clinical::Rejection{*read.reason, column.feed_column};
        procedure.values[i] = read.value;
    }
    procedure.values[index_of("procedure_name")] = procedure_names(procedure.values[index_of("projection")]);
    procedure.content_hash = content_hash(procedure);
    return std::nullopt;
}

std::vector<std::string> missing_columns(const feed::CsvHeader& header) {
    const auto of_study = columns::of_study();
    std::vector<std::string_view> needed(of_study.begin(), of_study.end());
    for (const ImageColumn& column : kImageColumns) {
        if (column.presence == Presence::always && column.form != ValueForm::procedure_name)
            needed.push_back(column.feed_column);
    }
    return clinical::missing_names(header, needed);
}

Transform::Transform(const feed::CsvHeader& header, const Taxonomy& taxonomy) {
    state_ = std::make_unique<State>(clinical::fitting(header, missing_columns(header), "a PadChest export"),
                                     taxonomy);
}

Transform::~Transform() = default;

std::variant<clinical::StudyRecord, clinical::Rejection> Transform::operator()(const feed::Record& record,
                                                                               std::int32_t generation) {
    std::variant<clinical::StudyRecord, clinical::Rejection> result;
    auto& study = std::get<clinical::StudyRecord>(result);
    if (auto no = state_->read_encounter(record, study.encounter)) return *no;
    if (auto no = state_->read_report(record, study.report)) return *no;
    if (auto no = state_->read_procedure(record, study.procedure)) return *no;
    if (const auto column = state_->shape.odd_column(record.fields))
        return clinical::Rejection{clinical::Reason::shifted_cells, *column};
    study.person = read_person(record, state_->places);
    study.position = {generation, static_cast<std::int64_t>(record.start.byte_offset)};
    study.record_number = record.start.record_number;
    study.length = record.length;
    study.raw = record.bytes;
    study.record_hash = util::content_hash(record.bytes);
    return result;
}

void Transform::begin_batch() {
    state_->diagnoses.begin_batch();
    state_->localizations.begin_batch();
    state_->procedure_names.begin_batch();
    state_->numbers.begin_batch();
}

std::size_t Transform::new_bytes() const {
    return state_->diagnoses.new_bytes() + state_->localizations.new_bytes() + state_->numbers.new_bytes();
}

} // namespace padchestd::padchest
