#pragma once
// The terms that a model knows, with their weights, and a text as a weighted vector over them.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace padchestd::text {

struct TermWeight {
    std::uint32_t term;
    float weight;
};

class Vocabulary {
  public:
    Vocabulary() = default;
    // `terms`: sorted, each once. `idf`: ln((1 + texts) / (1 + texts with the term)) + 1, one each.
    Vocabulary(std::vector<std::string> terms, std::vector<float> idf);
    Vocabulary(const Vocabulary&) = delete; // the index points into the terms
    Vocabulary& operator=(const Vocabulary&) = delete;
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;

    [[nodiscard]] std::size_t size() const { return terms_.size(); }
    [[nodiscard]] const std::vector<std::string>& terms() const { return terms_; }
    [[nodiscard]] const std::vector<float>& idf() const { return idf_; }
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view term) const;

    // TF-IDF of a text: (1 + ln tf) · idf over its known terms, of unit length, by term. Empty where none is
    // known.
    [[nodiscard]] std::vector<TermWeight> weights(std::span<const std::string> terms) const;

  private:
    std::vector<std::string> terms_;
    std::vector<float> idf_;
    std::unordered_map<std::string_view, std::uint32_t> index_;
};

// Scales to unit length; a vector of zeros stays.
void normalize(std::vector<TermWeight>& vector);

} // namespace padchestd::text
