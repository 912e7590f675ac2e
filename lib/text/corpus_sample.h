#pragma once
// The distinct texts that a model is fitted on: of all texts added, those whose terms have the smallest
// hashes. So the sample depends on neither the order nor the number of times in which texts come, and takes
// bounded memory.

#include "util/hash.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text {

class CorpusSample {
  public:
    explicit CorpusSample(std::size_t most_texts)
        : most_(most_texts) {}

    // A report in the feed's form. Texts without a term are left out, raw ones too; long ones are cut to
    // kMostBytes of terms.
    void add(std::string_view report);

    // Each text's terms, in the order of their hashes: a prefix is a random sample of the whole.
    [[nodiscard]] std::vector<std::vector<std::string>> texts() const;

    [[nodiscard]] std::size_t size() const { return kept_.size(); }

    static constexpr std::size_t kMostBytes = 4'096;

  private:
    std::size_t most_;
    std::map<std::array<std::uint8_t, 16>, std::string> kept_; // hash of the terms: the terms, by blanks
};

} // namespace padchestd::text
