#pragma once
// Chooses the patients of a batch's new encounters by the draw in force. Under `by_patient` it reads and
// writes which source patients have a patient already (ingest.patient_assignment).

#include "clinical/patient_assignments.h"
#include "pg/connection.h"
#include "util/failure.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::store {

// Each patient of the pool has a source patient, and one more came.
class PoolTooSmall : public util::Failure {
  public:
    explicit PoolTooSmall(std::size_t pool);
};

// The assignments of the database, kept from batch to batch.
struct AssignmentBook {
    // `draw` outlives it.
    explicit AssignmentBook(const clinical::PatientDraw& draw)
        : assignments(draw) {}

    clinical::PatientAssignments assignments;
    std::int64_t read_up_to = 0; // ingest.patient_assignment.number
};

class PatientChoice {
  public:
    // Not for `by_patient`. `draw` outlives it.
    explicit PatientChoice(const clinical::PatientDraw& draw)
        : draw_(draw) {}
    // Both outlive it. `facility_id`: whose patient numbers the records hold.
    PatientChoice(const clinical::PatientDraw& draw, AssignmentBook& book, std::string facility_id)
        : draw_(draw)
        , book_(&book)
        , facility_id_(std::move(facility_id)) {}
    ~PatientChoice();
    PatientChoice(const PatientChoice&) = delete;
    PatientChoice& operator=(const PatientChoice&) = delete;

    // Reads what other sessions, or an earlier batch, have assigned. In the batch's transaction, once nobody
    // else can assign. Throws util::Failure (data) where two source patients have one patient.
    void refresh(pg::Connection& connection);

    // The patient of a new encounter, or of one whose date moved to before its patient's birth. nullptr: no
    // patient is born by that date, or not the one that the source patient has. Throws PoolTooSmall.
    const clinical::PoolPatient* operator()(const clinical::StudyRecord& record);

    // What is chosen during its life is taken back at its end, unless it is kept.
    class Attempt {
      public:
        explicit Attempt(PatientChoice& choice)
            : choice_(choice)
            , from_(choice.made_.size()) {}
        ~Attempt() {
            if (!kept_) choice_.take_back(from_);
        }
        Attempt(const Attempt&) = delete;
        Attempt& operator=(const Attempt&) = delete;

        void write(pg::Connection& connection) const; // the assignments made in it
        void keep() { kept_ = true; }

      private:
        PatientChoice& choice_;
        std::size_t from_;
        bool kept_ = false;
    };

  private:
    struct Made {
        clinical::PersonKey key;
        std::string_view patient_id;
    };

    void take_back(std::size_t from);

    const clinical::PatientDraw& draw_;
    AssignmentBook* book_ = nullptr;
    std::string facility_id_;
    std::vector<Made> made_; // not in the book: they count when they are committed, and are read then
};

} // namespace padchestd::store
