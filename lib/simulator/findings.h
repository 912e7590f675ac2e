#pragma once
// Which labels a made-up study has: as many and as often as in the real feed, and together with the
// companions they have there. Not how they are written: that is annotation.h.

#include "synthetic/choice.h"
#include "synthetic/reference.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::simulator {

// A finding that comes with another more often than chance has it.
struct Companion {
    std::size_t finding = 0;
    double lift = 1; // P(both) / (P(one) · P(other)) in the real feed
    double pull = 0; // how much likelier the draw makes it; lift - 1 to begin with, then calibrated
};

struct Finding {
    std::string_view label;
    std::string_view cui;                    // empty where it has none
    bool in_taxonomy = true;                 // the feed has labels that the taxonomy does not know
    double studies = 0;                      // of the real feed's 109,931
    std::vector<std::string_view> phrases;   // word stems for its sentences; may be empty
    std::vector<synthetic::Weighted> places; // without `loc `, with the share of sentences that name them
    std::vector<Companion> companions;       // also those that have this one as theirs
};

class Findings {
  public:
    // The tables that are compiled in, weights calibrated. Built once, about a tenth of a second.
    [[nodiscard]] static const Findings& built_in();

    [[nodiscard]] const Finding& operator[](std::size_t index) const { return all_.at(index); }
    [[nodiscard]] std::size_t size() const { return all_.size(); }
    [[nodiscard]] std::size_t normal() const { return normal_; }

    // The labels of one study that has any: one or more, each once, in no order. `normal` only alone.
    [[nodiscard]] std::vector<std::size_t> draw(util::SeededRandom& random) const;

    // One label that goes with those given and is none of them.
    [[nodiscard]] std::size_t draw_further(const std::vector<std::size_t>& given,
                                           util::SeededRandom& random) const;

  private:
    Findings();
    void add(const synthetic::FindingRow& row);
    void add_taxonomy();
    void link_companions(const std::vector<synthetic::FindingRow>& rows);
    void calibrate();
    void set_weights(const std::vector<double>& weights);

    // How often labels, and labels with each of their companions, come up in a sample.
    struct Tally {
        std::vector<double> alone;
        std::vector<std::vector<double>> with; // in the order of the companions
    };
    [[nodiscard]] Tally sample(std::uint64_t round) const;
    void correct(std::vector<double>& weights, const Tally& tally);

    std::vector<Finding> all_;
    std::size_t normal_ = 0;
    std::size_t exclude_ = 0;
    std::vector<double> weights_; // of the first and of each further label; zero for `normal` and `exclude`
    synthetic::Choice<std::size_t> first_{{{0, 1.0}}};
    synthetic::Choice<int> count_;
    double normal_alone_ = 0; // chances of a study with one label
    double exclude_alone_ = 0;
};

} // namespace padchestd::simulator
