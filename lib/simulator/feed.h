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

struct FeedOptions {
    std::uint64_t encounters = 15'000; // studies; at least one
    double images_per_study = 2.0;     // the mean, 1 to 6; the real feed has 1.463
    std::uint64_t seed = 1;
    double bad_records =
        0; // share of records that cannot be loaded, 0 to 1, put between the good ones (bad_record.h).
           // The good ones are the same bytes as without; at 1 there are only bad ones.
    std::string format = "padchest"; // or nih: nih_feed.h
};

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

    // The next record with its newline (it may hold more of them, within quotes); false at the end.
    [[nodiscard]] bool next(std::string& record) override;

    // Given so far: all records, and the bad ones among them.
    [[nodiscard]] std::uint64_t records() const override;
    [[nodiscard]] std::uint64_t bad_records() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::simulator
