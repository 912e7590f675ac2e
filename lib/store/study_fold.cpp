#include "store/study_fold.h"

#include <algorithm>
#include <tuple>

namespace padchestd::store {

namespace {

using clinical::Field;
using clinical::Reason;
using clinical::StudyRecord;

constexpr FoldRejection kNobodyBorn{Reason::no_eligible_patient, Field::encounter_date};

template<typename Map, typename Key>
const typename Map::mapped_type* find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

StudyFold::FoldedRow StudyFold::stored(const SourceRow* row) {
    FoldedRow folded;
    if (row != nullptr) {
        folded.content_hash = row->content_hash;
        folded.position = row->position;
    } else {
        folded.is_new = true;
    }
    return folded;
}

StudyFold::FoldedRow StudyFold::stored_encounter(const SourceEncounter* encounter,
                                                 const StudyRecord& record) {
    FoldedRow folded = stored(encounter != nullptr ? &encounter->row : nullptr);
    if (encounter == nullptr) return folded;
    folded.birth_date = encounter->birth_date;
    folded.to_take_over = encounter->from_findings && !record.finding;
    return folded;
}

StudyFold::FoldedRow StudyFold::stored_procedure(const SourceProcedure* procedure,
                                                 const StudyRecord& record) {
    FoldedRow folded = stored(procedure != nullptr ? &procedure->row : nullptr);
    folded.to_take_over = procedure != nullptr && procedure->from_findings && !record.finding;
    return folded;
}

// Whether a replayed record has to leave this row alone.
bool StudyFold::yields(const FoldedRow& row, const StudyRecord& record, std::int64_t later_offset) const {
    if (replay_ == nullptr || !row.content_hash) return false;
    return record.position.generation < replay_->current_generation ||
           later_offset > record.position.byte_offset || row.position > record.position;
}

// What apply() would do.
StudyFold::Effect StudyFold::effect(const FoldedRow& row, const StudyRecord& record,
                                    const util::ContentHash& hash, std::int64_t later_offset) const {
    if (row.to_take_over) return Effect::changed; // its position is in another feed
    if (row.content_hash == hash) return Effect::none;
    return yields(row, record, later_offset) ? Effect::yielded : Effect::changed;
}

void StudyFold::apply(Added& added, RowPlace place, FoldedRow& row, const util::ContentHash& hash,
                      std::int64_t later_offset) const {
    added.rows.at(place) = &row;
    const Effect what = effect(row, *added.record, hash, later_offset);
    if (what == Effect::none) return;
    added.outcome = Outcome::superseded;
    if (what != Effect::changed) return;
    row.content_hash = hash;
    row.position = added.record->position;
    row.source = added.record;
    row.to_take_over = false;
}

// A new encounter draws its patient. An existing one keeps it, unless the record moves the date to before
// that patient's birth. Each step depends on the rows before it only, so that it makes no difference where
// batches are cut. False where nobody is born by the date.
bool StudyFold::has_patient(FoldedRow& row, const StudyRecord& record, std::int64_t later_offset) const {
    const auto& encounter = record.encounter;
    if (effect(row, record, encounter.content_hash, later_offset) != Effect::changed) return true;
    const bool is_first = !row.content_hash;
    if (!is_first && (!row.birth_date || *row.birth_date <= encounter.date)) return true;
    const auto* const patient = choice_(record);
    if (patient == nullptr) return false;
    row.patient_id = patient->patient_id;
    row.birth_date = patient->birth_date;
    return true;
}

// Why another feed's study, or an image of one, is not this record's to change. A finding joins the study of
// any feed but another one of findings; whoever brings a study takes over what was made from findings.
std::optional<FoldRejection> StudyFold::foreign(const StudyRecord& record) const {
    const FoldRejection of_other_feed{Reason::study_of_other_feed, Field::encounter_id};
    const auto* const encounter = find(source_.encounters, record.encounter.encounter_id);
    const bool is_others = encounter != nullptr && encounter->of_other_feed;
    if (record.finding) {
        const auto* const finding =
            find(source_.findings, FindingKey{record.encounter.encounter_id, record.finding->finding_id});
        const bool is_others_finding = finding != nullptr && finding->of_other_feed;
        if (is_others_finding || (is_others && encounter->from_findings)) return of_other_feed;
        return std::nullopt;
    }
    if (is_others && !encounter->from_findings) return of_other_feed;
    const auto* const procedure = find(source_.procedures, record.procedure.procedure_id);
    if (procedure != nullptr && procedure->of_other_feed && !procedure->from_findings)
        return FoldRejection{Reason::study_of_other_feed, Field::procedure_id};
    return std::nullopt;
}

// Whether the record is a finding of a study that another record has brought: only its own row is written.
bool StudyFold::joins_study(const StudyRecord& record) const {
    if (!record.finding) return false;
    const auto* const encounter = find(source_.encounters, record.encounter.encounter_id);
    return encounter != nullptr && !encounter->from_findings;
}

// The encounter that an image belongs to already, if any.
std::optional<std::string_view> StudyFold::owner(std::string_view procedure_id) const {
    if (const auto* known = find(procedures_, procedure_id)) return known->encounter_id;
    if (const auto* row = find(source_.procedures, procedure_id)) return row->encounter_id;
    return std::nullopt;
}

void StudyFold::reserve(std::size_t records) {
    encounters_.reserve(records);
    procedures_.reserve(records);
    reports_.reserve(records);
    records_.reserve(records);
}

std::optional<FoldRejection> StudyFold::add(const StudyRecord& record) {
    const auto encounter_id = record.encounter.encounter_id;
    if (const auto rejection = foreign(record)) return rejection;
    const auto owner_id = owner(record.procedure.procedure_id);
    if (owner_id && *owner_id != encounter_id)
        return FoldRejection{Reason::image_of_two_studies, Field::procedure_id};

    const LaterOffsets later = replay_ != nullptr ? replay_->later(record) : LaterOffsets{};
    Added added{&record};
    if (!joins_study(record) && !apply_study(added, later)) return kNobodyBorn;
    if (record.finding) apply_finding(added, later);
    records_.push_back(added);
    return std::nullopt;
}

bool StudyFold::apply_study(Added& added, const LaterOffsets& later) {
    const StudyRecord& record = *added.record;
    const auto encounter_id = record.encounter.encounter_id;
    auto encounter = encounters_.find(encounter_id);
    if (encounter == encounters_.end()) {
        FoldedRow row = stored_encounter(find(source_.encounters, encounter_id), record);
        if (!has_patient(row, record, later.encounter)) return false;
        encounter = encounters_.emplace(encounter_id, row).first;
    } else if (!has_patient(encounter->second, record, later.encounter)) {
        return false;
    }
    apply(added, encounter_row, encounter->second, record.encounter.content_hash, later.encounter);

    const auto procedure = procedures_.try_emplace(
        record.procedure.procedure_id,
        FoldedProcedure{encounter_id,
                        stored_procedure(find(source_.procedures, record.procedure.procedure_id), record)});
    apply(added, procedure_row, procedure.first->second.row, record.procedure.content_hash, later.procedure);
    if (record.report) {
        const ReportKey key{encounter_id, record.report->report_id};
        auto report = reports_.try_emplace(key, stored(find(source_.reports, key)));
        apply(added, report_row, report.first->second, record.report->content_hash, later.report);
    }
    return true;
}

// A later record of the image may have repeated the finding and left no trace: a replay yields to it.
void StudyFold::apply_finding(Added& added, const LaterOffsets& later) {
    const StudyRecord& record = *added.record;
    const FindingKey key{record.encounter.encounter_id, record.finding->finding_id};
    const auto* const source = find(source_.findings, key);
    auto finding = findings_.try_emplace(
        key, FoldedFinding{stored(source != nullptr ? &source->row : nullptr), !joins_study(record)});
    apply(added, finding_row, finding.first->second.row, record.finding->content_hash, later.procedure);
}

bool StudyFold::Added::lives() const {
    return std::any_of(rows.begin(), rows.end(),
                       [this](const FoldedRow* row) { return row != nullptr && row->source == record; });
}

std::vector<Outcome> StudyFold::outcomes() const {
    std::vector<Outcome> outcomes;
    outcomes.reserve(records_.size());
    for (const Added& added : records_) outcomes.push_back(added.lives() ? Outcome::loaded : added.outcome);
    return outcomes;
}

std::vector<EncounterWrite> StudyFold::encounters() const {
    std::vector<EncounterWrite> writes;
    for (const auto& [id, row] : encounters_) {
        if (row.source != nullptr) writes.push_back({row.source, row.patient_id, row.is_new});
    }
    std::sort(writes.begin(), writes.end(), [](const EncounterWrite& a, const EncounterWrite& b) {
        return a.record->encounter.encounter_id < b.record->encounter.encounter_id;
    });
    return writes;
}

std::vector<RowWrite> StudyFold::procedures() const {
    std::vector<RowWrite> writes;
    for (const auto& [id, procedure] : procedures_) {
        if (procedure.row.source != nullptr) writes.push_back({procedure.row.source, procedure.row.is_new});
    }
    const auto key = [](const RowWrite& write) {
        return std::tie(write.record->encounter.encounter_id, write.record->procedure.procedure_id);
    };
    std::sort(writes.begin(), writes.end(),
              [&](const RowWrite& a, const RowWrite& b) { return key(a) < key(b); });
    return writes;
}

std::vector<RowWrite> StudyFold::reports() const {
    std::vector<RowWrite> writes;
    for (const auto& [id, row] : reports_) {
        if (row.source != nullptr) writes.push_back({row.source, row.is_new});
    }
    const auto key = [](const RowWrite& write) {
        return std::tie(write.record->encounter.encounter_id, write.record->report->report_id);
    };
    std::sort(writes.begin(), writes.end(),
              [&](const RowWrite& a, const RowWrite& b) { return key(a) < key(b); });
    return writes;
}

std::vector<FindingWrite> StudyFold::findings() const {
    std::vector<FindingWrite> writes;
    for (const auto& [id, finding] : findings_) {
        const FoldedRow& row = finding.row;
        if (row.source != nullptr) writes.push_back({row.source, row.is_new, finding.makes_study});
    }
    const auto key = [](const FindingWrite& write) {
        return std::tie(write.record->encounter.encounter_id, write.record->finding->finding_id);
    };
    std::sort(writes.begin(), writes.end(),
              [&](const FindingWrite& a, const FindingWrite& b) { return key(a) < key(b); });
    return writes;
}

} // namespace padchestd::store
