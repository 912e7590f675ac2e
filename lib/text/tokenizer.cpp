#include "text/tokenizer.h"

#include "text/word_class.h"

namespace padchestd::text {

ReportForm report_form(std::string_view text) {
    constexpr std::string_view kMarks = ",;:";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool letter = (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80U;
        const bool mark = kMarks.find(c) != std::string_view::npos;
        const bool word_end = c == '.' && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z' &&
                              (i + 1 == text.size() || is_blank(text[i + 1]));
        if (letter || mark || word_end) return ReportForm::raw;
    }
    return ReportForm::stemmed;
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
