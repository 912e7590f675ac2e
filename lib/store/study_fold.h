#pragma once
// Decides, without a database, what a run of records changes: folds them in feed order over what the store
// holds, so that the later position wins and equal content is no change. The result does not depend on where
// batches are cut.

#include "clinical/rejection.h"
#include "clinical/study.h"
#include "store/patient_choice.h"
#include "store/source_row.h"

#include <array>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace padchestd::store {

// What became of one record.
enum class Outcome {
    loaded,     // a row of the store has this record's content
    unchanged,  // everything it brings was there already
    superseded, // a later record (of the batch; of the feed, for a replay) has the rows that it would
                // have changed
};

// Positions that a replayed record must not override: those of later records that found nothing to change,
// and so left no trace in the rows (ingest.quarantine.later_*_offset). 0: none.
struct LaterOffsets {
    std::int64_t encounter = 0, procedure = 0, report = 0;
};

// How a replay differs from the feed's own course.
struct Replay {
    std::int32_t current_generation; // a record of an older one inserts only absent keys
    std::function<LaterOffsets(const clinical::StudyRecord&)> later;
};

// A row to write and the record that it comes from.
struct EncounterWrite {
    const clinical::StudyRecord* record;
    // The patient that was drawn. Empty for an existing encounter, which keeps its patient, unless the new
    // date is before that patient's birth: then one is drawn again.
    std::string_view patient_id;
    bool is_new;
};
struct RowWrite {
    const clinical::StudyRecord* record;
    bool is_new;
};
struct FindingWrite {
    const clinical::StudyRecord* record;
    bool is_new;
    bool makes_study; // no other feed has brought its study: label and localizations are the study's
};

// Why the store cannot take a record, and which of its fields is to blame.
struct FoldRejection {
    clinical::Reason reason;
    clinical::Field field;
};

class StudyFold {
  public:
    // All three outlive it. `replay` is nullptr for the feed's own course.
    StudyFold(const SourceRows& source, PatientChoice& choice, const Replay* replay)
        : source_(source)
        , choice_(choice)
        , replay_(replay) {}

    // Makes room for `records`, so that the fold need not grow.
    void reserve(std::size_t records);

    // The next record, in feed order; it outlives the fold. A rejection leaves the fold as it was. Throws
    // PoolTooSmall (store/patient_choice.h).
    [[nodiscard]] std::optional<FoldRejection> add(const clinical::StudyRecord& record);

    // Of all records added, by their order of addition.
    [[nodiscard]] std::vector<Outcome> outcomes() const;

    // Sorted by primary key.
    [[nodiscard]] std::vector<EncounterWrite> encounters() const;
    [[nodiscard]] std::vector<RowWrite> procedures() const;
    [[nodiscard]] std::vector<RowWrite> reports() const;
    [[nodiscard]] std::vector<FindingWrite> findings() const;

  private:
    // A row after the records so far.
    struct FoldedRow {
        std::optional<util::ContentHash> content_hash; // nothing: no such row yet
        feed::SourcePosition position;
        const clinical::StudyRecord* source = nullptr; // of this fold, that changed it last
        bool is_new = false;
        bool to_take_over = false; // made from findings, and the record at hand brings the row itself
        // Of an encounter: the patient that was drawn in this fold, and the birth date of whichever it has.
        std::string_view patient_id;
        std::optional<clinical::Date> birth_date;
    };
    struct FoldedProcedure {
        std::string_view encounter_id;
        FoldedRow row;
    };
    struct FoldedFinding {
        FoldedRow row;
        bool makes_study = false;
    };
    enum class Effect { none, changed, yielded };
    enum RowPlace : std::size_t { encounter_row, procedure_row, report_row, finding_row };
    // A record and its rows in the maps below, which move none.
    struct Added {
        const clinical::StudyRecord* record;
        // By RowPlace; nullptr: it has none, or another feed brings that row.
        std::array<const FoldedRow*, 4> rows{};
        Outcome outcome = Outcome::unchanged; // or superseded, until outcomes() knows better
        [[nodiscard]] bool lives() const;     // whether a row holds what this record gave it
    };

    [[nodiscard]] static FoldedRow stored(const SourceRow* row);
    [[nodiscard]] static FoldedRow stored_encounter(const SourceEncounter* encounter,
                                                    const clinical::StudyRecord& record);
    [[nodiscard]] static FoldedRow stored_procedure(const SourceProcedure* procedure,
                                                    const clinical::StudyRecord& record);
    [[nodiscard]] bool yields(const FoldedRow& row, const clinical::StudyRecord& record,
                              std::int64_t later_offset) const;
    [[nodiscard]] Effect effect(const FoldedRow& row, const clinical::StudyRecord& record,
                                const util::ContentHash& hash, std::int64_t later_offset) const;
    void apply(Added& added, RowPlace place, FoldedRow& row, const util::ContentHash& hash,
               std::int64_t later_offset) const;
    [[nodiscard]] bool has_patient(FoldedRow& row, const clinical::StudyRecord& record,
                                   std::int64_t later_offset) const;
    [[nodiscard]] std::optional<FoldRejection> foreign(const clinical::StudyRecord& record) const;
    [[nodiscard]] std::optional<std::string_view> owner(std::string_view procedure_id) const;
    [[nodiscard]] bool joins_study(const clinical::StudyRecord& record) const;
    // Encounter, procedure and report; false where nobody is born by the date.
    [[nodiscard]] bool apply_study(Added& added, const LaterOffsets& later);
    void apply_finding(Added& added, const LaterOffsets& later);

    const SourceRows& source_;
    PatientChoice& choice_;
    const Replay* replay_;
    std::unordered_map<std::string_view, FoldedRow> encounters_;
    std::unordered_map<std::string_view, FoldedProcedure> procedures_;
    std::unordered_map<ReportKey, FoldedRow, ReportKeyHash> reports_;
    std::unordered_map<FindingKey, FoldedFinding, FindingKeyHash> findings_;
    std::vector<Added> records_;
};

} // namespace padchestd::store
