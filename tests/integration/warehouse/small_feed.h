#pragma once
// A small feed that does what feeds do to the real load, drawn under a seed: it grows, corrects itself,
// brings bad records, is begun anew with something else in it; beside it an operator replays records and
// corrects patients, and a program with another taxonomy starts. What the load made of it stands in the rig's
// database.

#include "support/ingest_rig.h"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace padchestd::tests {

class SmallFeed {
  public:
    // `rig` outlives it. Empties the rig's store and books, as a new database's; the warehouse does not know.
    SmallFeed(IngestRig& rig, std::uint64_t seed);

    // One change of the feed's file, or of the database as a command makes it. Returns what it was.
    std::string change();

    // What became of replays so far, by name(ReplayEnd).
    [[nodiscard]] const std::map<std::string, int>& replays() const { return replays_; }

  private:
    std::uint64_t draw(std::uint64_t below) { return random_() % below; }
    bool mostly() { return draw(4) != 0; }
    std::string some_study();
    std::string some_patient();
    std::string record(const std::string& study, std::uint64_t image, std::string report);
    std::string good_records(std::uint64_t most);
    std::string bad_record();
    void begin_anew();
    void replay();
    void move_patient();
    void correct_patient();
    void start_another_program();

    IngestRig& rig_;
    std::mt19937_64 random_;
    std::uint64_t studies_ = 0; // of the feed's file so far, in all its generations
    std::map<std::string, int> replays_;
};

} // namespace padchestd::tests
