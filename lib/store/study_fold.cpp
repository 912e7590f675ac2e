#include "store/study_fold.h"

#include <algorithm>
#include <array>
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

StudyFold::FoldedRow StudyFold::stored_encounter(const SourceEncounter* encounter) {
    FoldedRow folded = stored(encounter != nullptr ? &encounter->row : nullptr);
    if (encounter != nullptr) folded.birth_date = encounter->birth_date;
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
    if (row.content_hash == hash) return Effect::none;
    return yields(row, record, later_offset) ? Effect::yielded : Effect::changed;
}

StudyFold::Effect StudyFold::apply(FoldedRow& row, const StudyRecord& record, const util::ContentHash& hash,
                                   std::int64_t later_offset) const {
    const Effect what = effect(row, record, hash, later_offset);
    if (what != Effect::changed) return what;
    row.content_hash = hash;
    row.position = record.position;
    row.source = &record;
    return what;
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

// Why another feed's study, or an image of one, is not this record's to change.
std::optional<FoldRejection> StudyFold::foreign(const StudyRecord& record) const {
    const auto* const encounter = find(source_.encounters, record.encounter.encounter_id);
    if (encounter != nullptr && encounter->of_other_feed)
        return FoldRejection{Reason::study_of_other_feed, Field::encounter_id};
    const auto* const procedure = find(source_.procedures, record.procedure.procedure_id);
    if (procedure != nullptr && procedure->of_other_feed)
        return FoldRejection{Reason::study_of_other_feed, Field::procedure_id};
    return std::nullopt;
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
    auto encounter = encounters_.find(encounter_id);
    if (encounter == encounters_.end()) {
        FoldedRow row = stored_encounter(find(source_.encounters, encounter_id));
        if (!has_patient(row, record, later.encounter)) return kNobodyBorn;
        encounter = encounters_.emplace(encounter_id, row).first;
    } else if (!has_patient(encounter->second, record, later.encounter)) {
        return kNobodyBorn;
    }
    std::array<Effect, 3> effects{};
    effects[0] = apply(encounter->second, record, record.encounter.content_hash, later.encounter);

    const auto* source_procedure = find(source_.procedures, record.procedure.procedure_id);
    auto procedure = procedures_.try_emplace(
        record.procedure.procedure_id,
        FoldedProcedure{encounter_id,
                        stored(source_procedure != nullptr ? &source_procedure->row : nullptr)});
    effects[1] = apply(procedure.first->second.row, record, record.procedure.content_hash, later.procedure);
    const FoldedRow* report_row = nullptr;
    if (record.report) {
        const ReportKey key{encounter_id, record.report->report_id};
        auto report = reports_.try_emplace(key, stored(find(source_.reports, key)));
        report_row = &report.first->second;
        effects[2] = apply(report.first->second, record, record.report->content_hash, later.report);
    }
    const bool silent =
        std::all_of(effects.begin(), effects.end(), [](Effect effect) { return effect == Effect::none; });
    records_.push_back({&record, &encounter->second, &procedure.first->second.row, report_row,
                        silent ? Outcome::unchanged : Outcome::superseded});
    return std::nullopt;
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

} // namespace padchestd::store
