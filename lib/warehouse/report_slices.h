#pragma once
// fact_report, filled while a first load still brings reports in: a slice of the table of reports at a time,
// in transactions of their own. What is missing or out of date at the end is written by fill_report_tables()
// (warehouse/report_tables.h): nothing but the time it takes depends on a slice.

#include "pg/connection.h"

#include <cstdint>
#include <functional>

namespace padchestd::warehouse {

class ReportSlices {
  public:
    // `committed`: how many batches have committed by now. Both outlive it. Throws pg::Error.
    ReportSlices(pg::Connection& connection, std::function<std::int64_t()> committed);

    // Fills the next slice, if there is one. After the first batch, since a slice ends where the table ended
    // at the call before. Throws pg::Error, pg::Interrupted.
    void extend();

    // Whether all of fact_report is of this object's making: not where the table held rows before, on a
    // cluster, and once somebody else has built the warehouse.
    [[nodiscard]] bool are_whole() const { return whole_; }

  private:
    struct End {
        std::int64_t block = 0;
        std::int64_t batches = 0; // that had committed when it was measured
    };

    pg::Connection& connection_;
    std::function<std::int64_t()> committed_;
    bool whole_;
    std::int64_t filled_to_ = 0; // block
    End end_;                    // of the table of reports
};

} // namespace padchestd::warehouse
