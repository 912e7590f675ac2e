#include "padchest_gr/findings.h"

#include "padchest/taxonomy.h"
#include "padchest_gr/boxes.h"
#include "padchest_gr/cell.h"

#include <algorithm>
#include <array>
#include <utility>

namespace padchestd::padchest_gr {

namespace {

using clinical::OptionalText;
using clinical::Reason;
using clinical::Rejection;
using clinical::Text;
using clinical::value_of;

constexpr std::size_t kLongestCode = 128;
constexpr std::size_t kTextCost = 60; // of a kept text, beside its bytes
constexpr clinical::NumberRange kCounts{0, kMostBoxes};

// `a, b` as the list `["a","b"]`; a list as it is. A single term may hold a comma.
enum class Commas { part_of_term, between_terms };

std::string as_list(Text cell, Commas commas) {
    if (cell.starts_with('[') || cell.starts_with('(')) return std::string(cell);
    std::string list = "[\"";
    for (const char c : cell) {
        if (c == ',' && commas == Commas::between_terms) {
            list += "\",\"";
            continue;
        }
        if (c == '"' || c == '\\') list += '\\';
        list += c;
    }
    return list + "\"]";
}

// As Python, spreadsheets and databases write them.
std::optional<bool> flag_of(Text text) {
    constexpr std::array<Text, 7> kTrue{"True", "true", "TRUE", "1", "1.0", "Yes", "yes"};
    constexpr std::array<Text, 7> kFalse{"False", "false", "FALSE", "0", "0.0", "No", "no"};
    if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end()) return true;
    if (std::find(kFalse.begin(), kFalse.end(), text) != kFalse.end()) return false;
    return std::nullopt;
}

Text text_of(bool flag) {
    return flag ? "t" : "f";
}

} // namespace

Findings::Places::Places(const feed::CsvHeader& header)
    : label(*header.column(columns::kLabel))
    , boxes_count(*header.column(columns::kBoxesCount))
    , locations(*header.column(columns::kLocations))
    , progression(*header.column(columns::kProgression))
    , sentence_en(*header.column(columns::kSentenceEn))
    , sentence_es(*header.column(columns::kSentenceEs))
    , extra_boxes_count(header.column(columns::kExtraBoxesCount))
    , boxes(header.column(columns::kBoxes))
    , extra_boxes(header.column(columns::kExtraBoxes))
    , prior_study(header.column(columns::kPriorStudy))
    , in_benchmark(header.column(columns::kInBenchmark))
    , in_validation(header.column(columns::kInValidation))
    , split(header.column(columns::kSplit))
    , label_group(header.column(columns::kLabelGroup)) {}

Findings::Findings(const feed::CsvHeader& header)
    : places_(header)
    , labels_(padchest::Taxonomy::built_in(), padchest::TermTable::diagnoses)
    , locations_(padchest::Taxonomy::built_in(), padchest::TermTable::localizations)
    , numbers_(header.delimiter == ';') {}

Text Findings::keep(std::string text) {
    text_bytes_ += kTextCost + text.size();
    return texts_.emplace_back(std::move(text));
}

Findings::MaybeRejection Findings::read_terms(const feed::Record& record, clinical::Encounter& encounter) {
    const auto label = value_of(record.fields[places_.label]);
    if (!label) return Rejection{Reason::missing_value, columns::kLabel};
    const auto labels = labels_(as_list(*label, Commas::part_of_term));
    if (labels.reason) return Rejection{*labels.reason, columns::kLabel};
    if (labels.set->codes.empty()) return Rejection{Reason::missing_value, columns::kLabel};
    if (labels.set->codes.size() > 1) return Rejection{Reason::too_many_labels, columns::kLabel};
    encounter.diagnoses = labels.set;
    const auto places = value_of(record.fields[places_.locations]);
    const auto locations = locations_(places ? as_list(*places, Commas::between_terms) : "");
    if (locations.reason) return Rejection{*locations.reason, columns::kLocations};
    encounter.localizations = locations.set;
    return std::nullopt;
}

Findings::MaybeRejection Findings::read_count(const feed::Record& record, Place place,
                                              std::string_view column, clinical::CellText& value) {
    const auto cell = cell_of(record, place);
    if (!cell) return std::nullopt;
    const auto number = numbers_(*cell, clinical::NumberForm::integer, kCounts);
    if (number.reason) return Rejection{*number.reason, column};
    value = number.text;
    return std::nullopt;
}

// Without boxes the count alone is kept: the published table has none.
Findings::MaybeRejection Findings::read_boxes(const feed::Record& record, Place place,
                                              std::string_view column, OptionalText count,
                                              clinical::CellText& value) {
    const auto cell = cell_of(record, place);
    if (!cell) return std::nullopt;
    auto boxes = parse_boxes(*cell, numbers_);
    if (!boxes) return Rejection{Reason::bad_boxes, column};
    if (count && *count != std::to_string(boxes->count)) return Rejection{Reason::bad_boxes, column};
    value = keep(std::move(boxes->json));
    return std::nullopt;
}

Findings::MaybeRejection Findings::read_texts(const feed::Record& record, clinical::Finding& finding) const {
    struct TextColumn {
        Place place;
        std::string_view column;
        std::size_t value, longest;
    };
    const std::array<TextColumn, 5> texts{
        {{places_.progression, columns::kProgression, clinical::progression, kLongestCode},
         {places_.sentence_en, columns::kSentenceEn, clinical::sentence_en, clinical::kMaxReportBytes},
         {places_.sentence_es, columns::kSentenceEs, clinical::sentence_es, clinical::kMaxReportBytes},
         {places_.label_group, columns::kLabelGroup, clinical::label_group, kLongestCode},
         {places_.split, columns::kSplit, clinical::study_split, kLongestCode}}};
    for (const TextColumn& text : texts) {
        const auto cell = cell_of(record, text.place);
        if (cell && cell->size() > text.longest) return Rejection{Reason::text_too_long, text.column};
        finding.values.at(text.value) = cell;
    }
    return std::nullopt;
}

// The prior study itself would join two studies of a person: only whether there is one is kept.
Findings::MaybeRejection Findings::read_flags(const feed::Record& record, clinical::Finding& finding) const {
    if (places_.prior_study) {
        const auto prior = cell_of(record, places_.prior_study);
        finding.values[clinical::has_prior] = text_of(prior && flag_of(*prior).value_or(true));
    }
    const auto read = [&](Place place, std::string_view column, clinical::CellText& value) -> MaybeRejection {
        const auto cell = cell_of(record, place);
        if (!cell) return std::nullopt;
        const auto flag = flag_of(*cell);
        if (!flag) return Rejection{Reason::unknown_code, column};
        value = text_of(*flag);
        return std::nullopt;
    };
    if (auto no = read(places_.in_benchmark, columns::kInBenchmark, finding.values[clinical::in_benchmark]))
        return no;
    return read(places_.in_validation, columns::kInValidation, finding.values[clinical::in_validation]);
}

Findings::MaybeRejection Findings::read(const feed::Record& record, clinical::StudyRecord& study) {
    if (auto no = read_terms(record, study.encounter)) return no;
    study.finding = std::make_shared<clinical::Finding>();
    clinical::Finding& finding = *study.finding;
    finding.diagnosis_code = study.encounter.diagnoses->codes.front();
    finding.locations = study.encounter.localizations;
    auto& values = finding.values;
    if (auto no =
            read_count(record, places_.boxes_count, columns::kBoxesCount, values[clinical::boxes_count]))
        return no;
    if (auto no = read_count(record, places_.extra_boxes_count, columns::kExtraBoxesCount,
                             values[clinical::extra_boxes_count]))
        return no;
    if (auto no = read_boxes(record, places_.boxes, columns::kBoxes, values[clinical::boxes_count],
                             values[clinical::boxes]))
        return no;
    if (auto no = read_boxes(record, places_.extra_boxes, columns::kExtraBoxes,
                             values[clinical::extra_boxes_count], values[clinical::extra_boxes]))
        return no;
    if (auto no = read_texts(record, finding)) return no;
    if (auto no = read_flags(record, finding)) return no;
    finding.finding_id = keep(util::hex(hash_.finding_id(study.procedure.procedure_id, finding)));
    finding.content_hash = hash_(finding);
    return std::nullopt;
}

void Findings::begin_batch() {
    labels_.begin_batch();
    locations_.begin_batch();
    numbers_.begin_batch();
    previous_texts_ = std::exchange(texts_, {});
    text_bytes_ = 0;
}

std::size_t Findings::new_bytes() const {
    return labels_.new_bytes() + locations_.new_bytes() + numbers_.new_bytes() + text_bytes_;
}

} // namespace padchestd::padchest_gr
