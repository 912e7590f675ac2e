#include "store/study_fold.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace padchestd::store {

namespace {

using clinical::Field;
using clinical::Reason;
using clinical::StudyRecord;

// A row as it stands after the records so far. `source` is set once a record of this fold changed it.
struct Cell {
    std::optional<util::ContentHash> content_hash; // nothing: no such row yet
    feed::SourcePosition position;
    const StudyRecord* source = nullptr;
    bool is_new = false;
    std::string_view patient_id; // of a new encounter
};

Cell stored(const SourceRow* row) {
    Cell cell;
    if (row != nullptr) {
        cell.content_hash = row->content_hash;
        cell.position = row->position;
    } else {
        cell.is_new = true;
    }
    return cell;
}

template<typename Map, typename Key>
const typename Map::mapped_type* find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

struct StudyFold::State {
    const SourceRows& source;
    const clinical::PatientDraw& draw;
    const Replay* replay;
    std::unordered_map<std::string_view, Cell> encounters;
    std::unordered_map<std::string_view, std::pair<std::string_view, Cell>> procedures; // encounter_id beside
    std::unordered_map<ReportKey, Cell, ReportKeyHash> reports;
    std::vector<std::pair<const StudyRecord*, Outcome>>
        records; // superseded or unchanged, until outcomes() knows better

    // Whether a replayed record has to leave this row alone.
    [[nodiscard]] bool yields(const Cell& cell, const StudyRecord& record, std::int64_t later_offset) const {
        if (replay == nullptr || !cell.content_hash) return false;
        return record.position.generation < replay->current_generation ||
               later_offset > record.position.byte_offset || cell.position > record.position;
    }

    enum class Effect { none, changed, yielded };

    Effect apply(Cell& cell, const StudyRecord& record, const util::ContentHash& hash,
                 std::int64_t later_offset) const {
        if (cell.content_hash == hash) return Effect::none;
        if (yields(cell, record, later_offset)) return Effect::yielded;
        cell.content_hash = hash;
        cell.position = record.position;
        cell.source = &record;
        return Effect::changed;
    }

    // The encounter that an image belongs to already, if any.
    [[nodiscard]] std::optional<std::string_view> owner(std::string_view procedure_id) const {
        if (const auto* known = find(procedures, procedure_id)) return known->first;
        if (const auto* row = find(source.procedures, procedure_id)) return row->encounter_id;
        return std::nullopt;
    }
};

StudyFold::StudyFold(const SourceRows& source, const clinical::PatientDraw& draw, const Replay* replay)
    : state_(new State{source, draw, replay, {}, {}, {}, {}}) {}
StudyFold::~StudyFold() = default;

std::optional<FoldRejection> StudyFold::add(const StudyRecord& record) {
    State& state = *state_;
    const auto encounter_id = record.encounter.encounter_id;
    const auto owner = state.owner(record.procedure.procedure_id);
    if (owner && *owner != encounter_id)
        return FoldRejection{Reason::image_of_two_studies, Field::procedure_id};

    auto encounter = state.encounters.find(encounter_id);
    if (encounter == state.encounters.end()) {
        Cell cell = stored(find(state.source.encounters, encounter_id));
        if (cell.is_new) {
            const auto patient = state.draw.draw(encounter_id, record.encounter.date);
            if (!patient) return FoldRejection{Reason::no_eligible_patient, Field::encounter_date};
            cell.patient_id = *patient;
        }
        encounter = state.encounters.emplace(encounter_id, cell).first;
    }
    const LaterOffsets later = state.replay != nullptr ? state.replay->later(record) : LaterOffsets{};
    using Effect = State::Effect;
    std::array<Effect, 3> effects{};
    effects[0] = state.apply(encounter->second, record, record.encounter.content_hash, later.encounter);

    const auto* source_procedure = find(state.source.procedures, record.procedure.procedure_id);
    auto procedure =
        state.procedures.try_emplace(record.procedure.procedure_id, encounter_id,
                                     stored(source_procedure != nullptr ? &source_procedure->row : nullptr));
    effects[1] =
        state.apply(procedure.first->second.second, record, record.procedure.content_hash, later.procedure);
    if (record.report) {
        const ReportKey key{encounter_id, record.report->report_id};
        auto report = state.reports.try_emplace(key, stored(find(state.source.reports, key)));
        effects[2] = state.apply(report.first->second, record, record.report->content_hash, later.report);
    }
    const bool silent =
        std::all_of(effects.begin(), effects.end(), [](Effect effect) { return effect == Effect::none; });
    state.records.emplace_back(&record, silent ? Outcome::unchanged : Outcome::superseded);
    return std::nullopt;
}

std::vector<Outcome> StudyFold::outcomes() const {
    const State& state = *state_;
    std::vector<Outcome> outcomes;
    outcomes.reserve(state.records.size());
    for (const auto& [record, outcome] : state.records) {
        bool stands = state.encounters.at(record->encounter.encounter_id).source == record ||
                      state.procedures.at(record->procedure.procedure_id).second.source == record;
        if (record->report && !stands)
            stands = state.reports.at({record->encounter.encounter_id, record->report->report_id}).source ==
                     record;
        outcomes.push_back(stands ? Outcome::loaded : outcome);
    }
    return outcomes;
}

std::vector<EncounterWrite> StudyFold::encounters() const {
    std::vector<EncounterWrite> writes;
    for (const auto& [id, cell] : state_->encounters) {
        if (cell.source != nullptr) writes.push_back({cell.source, cell.patient_id, cell.is_new});
    }
    std::sort(writes.begin(), writes.end(), [](const EncounterWrite& a, const EncounterWrite& b) {
        return a.record->encounter.encounter_id < b.record->encounter.encounter_id;
    });
    return writes;
}

std::vector<RowWrite> StudyFold::procedures() const {
    std::vector<RowWrite> writes;
    for (const auto& [id, owned] : state_->procedures) {
        if (owned.second.source != nullptr) writes.push_back({owned.second.source, owned.second.is_new});
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
    for (const auto& [id, cell] : state_->reports) {
        if (cell.source != nullptr) writes.push_back({cell.source, cell.is_new});
    }
    const auto key = [](const RowWrite& write) {
        return std::tie(write.record->encounter.encounter_id, write.record->report->report_id);
    };
    std::sort(writes.begin(), writes.end(),
              [&](const RowWrite& a, const RowWrite& b) { return key(a) < key(b); });
    return writes;
}

} // namespace padchestd::store
