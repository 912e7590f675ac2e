#pragma once
// What a stem does in a sentence besides having a meaning: negate, be passed over, or say nothing of the
// chest. The lists are Spanish stems, written by hand on the PadChest reports.

#include <string_view>

namespace padchestd::text {

struct WordClass {
    bool trigger = false; // negates what follows: sin, no, ni
    bool passed = false;  // between a trigger and what it negates, and not counted: se, hay, apreci
    bool stop = false;    // no term of its own, negated or not
};

[[nodiscard]] WordClass word_class(std::string_view stem);

// Follows a text word by word and tells which words are negated: the next three of the sentence after a
// trigger, those passed over not counted.
class Negation {
  public:
    static constexpr int kSpan = 3;

    void end_sentence() { left_ = 0; }

    // Whether the next word is negated.
    [[nodiscard]] bool next(const WordClass& word);

  private:
    int left_ = 0;
};

inline constexpr std::string_view kNegated = "neg_"; // prefix of a negated term

} // namespace padchestd::text
