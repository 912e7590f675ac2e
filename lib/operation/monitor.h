#pragma once
// What follows each cycle for those who watch the daemon: figures are read, alarms are raised or cleared,
// the metrics file is rewritten, and the lineage of what was committed is written. On the cycle's thread.
// None of it stops the feed: a failure is logged once, until it succeeds again. The metrics file stays
// when the daemon ends: it holds the time of the last cycle, so that an alert on its age finds a daemon
// that is gone.

#include "config/settings.h"
#include "operation/lineage_file.h"
#include "operation/metrics.h"

#include <optional>

namespace padchestd::operation {

class Monitor {
  public:
    // `clock` outlives it.
    Monitor(const config::Settings& settings, const util::Clock& clock);

    void configure(const config::Settings& settings);

    // A cycle is about to write rows. Throws nothing.
    void work_begins();

    // `connection`: the cycle's, or nullptr. Throws nothing.
    void cycle_ended(const ingest::CycleReport& report, pg::Connection* connection);

  private:
    void read_figures(pg::Connection* connection);
    void write_file();
    template<typename Write>
    void try_lineage(Write write);
    void remove_file() const;

    config::Settings settings_;
    const util::Clock& clock_;
    FiguresReader reader_;
    Metrics metrics_;
    AlarmLog log_;
    LineageFile lineage_;
    bool failing_ = false;         // to write the file
    bool lineage_failing_ = false; // likewise
};

} // namespace padchestd::operation
