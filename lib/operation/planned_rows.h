#pragma once
// The rows that the store would hold after the batches planned so far, laid over its own rows, so that the
// next batch of a plan folds as it would in a run. Grows by about 200 bytes a row that would be written.

#include "store/source_row.h"
#include "store/study_fold.h"

#include <span>
#include <string>
#include <unordered_map>

namespace padchestd::operation {

class PlannedRows {
  public:
    // A batch that would be committed. Copies what it needs.
    void add(const store::StudyFold& fold);

    // Puts planned rows into `source` for the keys of `records`. `source` then views this object and
    // `records`: it ends before the next add().
    void lay_over(store::SourceRows& source, std::span<const clinical::StudyRecord> records) const;

  private:
    struct Procedure {
        std::string encounter_id;
        util::ContentHash content_hash;
    };
    struct Encounter {
        util::ContentHash content_hash;
        bool from_findings;
    };
    std::unordered_map<std::string, Encounter> encounters_;
    std::unordered_map<std::string, Procedure> procedures_;
    std::unordered_map<std::string, util::ContentHash> reports_;  // by encounter_id, NUL, report_id
    std::unordered_map<std::string, util::ContentHash> findings_; // likewise, finding_id
};

} // namespace padchestd::operation
