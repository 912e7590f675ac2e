#pragma once
// A made-up feed in PadChest's form: all 36 columns in file order, with the real file's quirks at the real
// file's frequencies (quirks.h), labels and their companions by its counts, reports of stemmed Spanish. Made
// from aggregate counts only: no record, report or identifier of it comes from the real file, and its
// identifiers cannot be taken for real ones (StudyIDs begin with 990000, PatientIDs with 980000, ReportIDs
// with 9).
//
// Deterministic: the same options give the same bytes, on every machine. Streaming: memory does not grow with
// the feed. Not a file: feed_writer.h writes one.

#include "simulator/generator.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace padchestd::simulator {

// The feed of this form. std::invalid_argument for a form that is not known, or options out of range.
[[nodiscard]] std::unique_ptr<Generator> make_feed(const FeedOptions& options);

class FeedGenerator final : public Generator {
  public:
    // std::invalid_argument for options out of range.
    explicit FeedGenerator(const FeedOptions& options);
    ~FeedGenerator() override;
    FeedGenerator(FeedGenerator&&) noexcept;
    FeedGenerator& operator=(FeedGenerator&&) noexcept;

    // The first line, with its newline.
    [[nodiscard]] static std::string_view header();
    [[nodiscard]] std::string_view first_line() const override { return header(); }

  private:
    [[nodiscard]] bool next_good(std::string& record) override;
    [[nodiscard]] std::string bad_record(std::uint64_t n) override;
    [[nodiscard]] double expected_records() const override;

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::simulator
