#pragma once
// A made-up feed of any form, record by record: what all forms have in common is where bad records come.

#include "simulator/feed_options.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace padchestd::simulator {

class Generator {
  public:
    virtual ~Generator() = default;
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;

    // The first line, with its newline. Static.
    [[nodiscard]] virtual std::string_view first_line() const = 0;

    // The next record with its newline (it may hold more of them, within quotes); false at the end.
    [[nodiscard]] bool next(std::string& record);

    // Given so far: all records, and the bad ones among them.
    [[nodiscard]] std::uint64_t records() const { return good_ + bad_; }
    [[nodiscard]] std::uint64_t bad_records() const { return bad_; }

  protected:
    // std::invalid_argument for options out of range.
    explicit Generator(FeedOptions options);
    Generator(Generator&&) noexcept = default;
    Generator& operator=(Generator&&) noexcept = default;

    [[nodiscard]] const FeedOptions& options() const { return options_; }
    [[nodiscard]] std::uint64_t good_records() const { return good_; } // given so far

  private:
    // The next record that can be loaded; false at the end.
    [[nodiscard]] virtual bool next_good(std::string& record) = 0;
    // The `n`-th that cannot, from 0.
    [[nodiscard]] virtual std::string bad_record(std::uint64_t n) = 0;
    // About how many good ones there are: so many bad ones there are where all are bad.
    [[nodiscard]] virtual double expected_records() const = 0;

    FeedOptions options_;
    std::uint64_t good_ = 0;
    std::uint64_t bad_ = 0;
};

} // namespace padchestd::simulator
