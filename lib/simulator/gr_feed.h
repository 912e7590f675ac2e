#pragma once
// A made-up feed in the form of PadChest-GR's `master_table.csv`: one record a finding, of the first image of
// each study of the PadChest-shaped feed that has the same options. So both can be loaded into one store.
// Sentences in English and accented Spanish; some have commas, quotes and newlines in them. Counts as whole
// numbers or with `.0`; a record may come twice, and a sentence may have two labels.

#include "simulator/generator.h"

#include <memory>

namespace padchestd::simulator {

// Deterministic, streaming: as FeedGenerator.
class GrFeed final : public Generator {
  public:
    // std::invalid_argument for options out of range.
    explicit GrFeed(const FeedOptions& options);
    ~GrFeed() override;

    [[nodiscard]] std::string_view first_line() const override;

  private:
    [[nodiscard]] bool next_good(std::string& record) override;
    [[nodiscard]] std::string bad_record(std::uint64_t n) override;
    [[nodiscard]] double expected_records() const override;

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::simulator
