#include "text/tokenizer.h"

#include "text/word_class.h"

#include <algorithm>

namespace padchestd::text {

ReportForm report_form(std::string_view text) {
    const bool raw = std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80U;
    });
    return raw ? ReportForm::raw : ReportForm::stemmed;
}

std::vector<std::string> report_terms(std::string_view text) {
    std::vector<std::string> terms;
    Negation negation;
    each_word(
        text,
        [&](std::string_view word) {
            const WordClass kind = word_class(word);
            const bool negated = negation.next(kind);
            if (kind.stop) return;
            std::string& term = terms.emplace_back();
            if (negated) term = kNegated;
            term += word;
        },
        [&] { negation.end_sentence(); });
    return terms;
}

} // namespace padchestd::text
