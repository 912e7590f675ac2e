#pragma once
// A made-up feed in the form of NIH ChestX-ray14's table: one record an image, patient by patient, with the
// real table's frequencies of labels, views, ages, sexes and sizes, and follow-up numbers with gaps. Made
// from aggregate counts only. Its patients have numbers above 90,000,000, which no real one has.

#include "simulator/feed.h"
#include "simulator/generator.h"

#include <memory>

namespace padchestd::simulator {

// Deterministic, streaming: as FeedGenerator. An image is a study: FeedOptions::encounters are images.
class NihFeed final : public Generator {
  public:
    // std::invalid_argument for options out of range, or images_per_study other than the default.
    explicit NihFeed(const FeedOptions& options);
    ~NihFeed() override;

    [[nodiscard]] std::string_view first_line() const override;

  private:
    [[nodiscard]] bool next_good(std::string& record) override;
    [[nodiscard]] std::string bad_record(std::uint64_t n) override;
    [[nodiscard]] double expected_records() const override;

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::simulator
