#pragma once
// A daemon's surroundings that a random test disturbs: its feed, its settings, its database, its operators.
// Each disturbance is one named trouble. What does not pass by itself can be taken away again.

#include "support/child.h"
#include "support/ingest_rig.h"

#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::tests {

class TroubledWorld {
  public:
    // `records`: complete good records of a feed, each with its line end. None is in the feed yet.
    TroubledWorld(std::vector<std::string> records, std::mt19937_64& random);

    IngestRig rig;

    // The feed: the header and the good records so far.
    [[nodiscard]] std::string intended() const;
    void grow(std::size_t records);            // appends the next good records, the last one in two writes
    void mend_feed();                          // the file is the intended one again
    void complete_feed();                      // the same with all good records
    void disturb_feed(std::string_view bytes); // the file holds something else
    void append(std::string_view bytes);       // the file goes on with something else

    // Runs SQL as an administrator. Refused SQL is no trouble: that is what a check is for.
    void meddle(const std::string& sql);
    // Until take_troubles_away(): `cure` undoes what was just done.
    void later(std::function<void()> cure) { cures_.push_back(std::move(cure)); }
    void take_troubles_away();

    // The program's command, as an operator gives it.
    ChildEnd command(const std::vector<std::string>& arguments);
    // The same for a command that edits patients: repeated on another database by repeat_edits().
    void edit(const std::vector<std::string>& arguments);
    void repeat_edits(const IngestRig& other) const;

    // A cycle in a process that is killed at its `steps`-th step from now; the next daemon is a new one.
    void killed_cycle(std::int64_t steps);

    [[nodiscard]] std::size_t random(std::size_t below) { return random_() % below; }
    [[nodiscard]] bool has_more() const { return given_ < records_.size(); }

  private:
    std::vector<std::string> records_;
    std::mt19937_64& random_;
    std::size_t given_ = 0;
    bool feed_is_intended_ = true;
    std::vector<std::function<void()>> cures_;
    std::vector<std::vector<std::string>> edits_;
};

struct Trouble {
    std::string_view name;
    void (*make)(TroubledWorld&);
};

// Of the feed, of operators and processes, of settings, of the database.
[[nodiscard]] const std::vector<Trouble>& troubles();

} // namespace padchestd::tests
