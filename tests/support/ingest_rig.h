#pragma once
// The daemon's work without the daemon: a feed file, a throw-away database and cycles that a test runs one by
// one, under a clock that it moves and with a draw's secret that it knows.

#include "ingest/cycle.h"
#include "support/database.h"
#include "support/feed_text.h"
#include "support/manual_clock.h"
#include "support/temp_folder.h"

#include <memory>
#include <string>

namespace padchestd::tests {

// Of a cycle; empty where it had none.
[[nodiscard]] inline util::Problem problem_of(const ingest::CycleReport& report) {
    return report.problem.value_or(util::Problem{});
}

class IngestRig {
  public:
    explicit IngestRig(Start start = Start::migrated);

    Database database;
    TempFolder folder;
    ManualClock clock;
    config::Settings settings; // of the next daemon

    // Appends to the feed, or replaces it.
    void append(std::string_view bytes) const { append_file(settings.feed.path, bytes); }
    void replace(std::string_view bytes) const { write_file(settings.feed.path, bytes); }

    // One cycle of the running daemon; starts it at the first call and after restart(). The clock moves by a
    // minute.
    ingest::CycleReport cycle();
    // Cycles until there is nothing left to do, with a short wait after each that did nothing. Throws where
    // that takes longer than half a minute.
    void settle();
    // Ends the daemon, and waits for the end of its session: the next cycle is a new process's first.
    void restart();

    // A single value of the database, as text; "" for NULL and for no row.
    [[nodiscard]] std::string value(const std::string& sql);
    [[nodiscard]] long long number(const std::string& sql) { return std::stoll(value(sql)); }
    [[nodiscard]] pg::Connection& sql() { return *sql_; }
    void hang_up() { sql_.reset(); } // no value() and no sql() from now on

    // What is in the clinical store, times and batch-dependent stamps left out.
    [[nodiscard]] std::map<std::string, std::string> store_content();

    // The version and place of each row in all of the program's tables: equal before and after means
    // that nothing was written.
    [[nodiscard]] std::map<std::string, std::string> row_versions(const std::vector<std::string>& schemas);

  private:
    [[nodiscard]] long long writers();

    std::unique_ptr<ingest::Cycle> running_;
    std::unique_ptr<pg::Connection> sql_;
};

} // namespace padchestd::tests
