#pragma once
// Spanish words as the feed writes them: lower case, without accents, stemmed by Snowball. The only include
// of libstemmer.h.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text {

// Lower case: ASCII and the letters of Latin-1 (UTF-8); other bytes stay.
[[nodiscard]] std::string lower_case(std::string_view word);

// Letters of Latin-1 without their accents: á to a, ñ to n. Lower case is expected.
[[nodiscard]] std::string without_accents(std::string_view word);

// Not thread-safe.
class SpanishStemmer {
  public:
    SpanishStemmer();
    ~SpanishStemmer();
    SpanishStemmer(const SpanishStemmer&) = delete;
    SpanishStemmer& operator=(const SpanishStemmer&) = delete;

    // What the feed may hold for a word that somebody writes, each form once: accents taken off before
    // stemming and after it (the feed has both: `neumoni` and `neumon`), and the word itself, which may be a
    // stem already.
    [[nodiscard]] std::vector<std::string> forms(std::string_view word) const;

  private:
    [[nodiscard]] std::string stem(const std::string& word) const;

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::text
