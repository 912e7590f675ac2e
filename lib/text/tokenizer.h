#pragma once
// A report as its terms: stems, negated ones marked. Expects texts of kLanguage in the form of the feed:
// lower case, unaccented, stemmed, ` . ` between sentences. A report's language is its mapping's
// (clinical::Mapping::language); its form is told by report_form(). Whoever embeds refuses any other, so that
// two forms are never mixed; a query, which people write in plain Spanish, goes through text/query.h instead.

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text {

// What the word lists (text/word_class.h) and the stemmer (text/stemmer.h) are made for.
inline constexpr std::string_view kLanguage = "es";

enum class ReportForm {
    stemmed, // the feed's form
    raw, // capitals, letters beyond ASCII, a `,`, `;` or `:`, a point at the end of a word: not comparable
};
// None of the 160,861 reports of the published file is raw by this rule. A few raw words without any of these
// are taken for stemmed ones.
[[nodiscard]] ReportForm report_form(std::string_view text);

// Calls `word(std::string_view)` for each run of letters and digits that is not of digits only (bytes above
// 127 count as letters), and `end_of_sentence()` for each ` . `.
template<typename Word, typename End>
void each_word(std::string_view text, Word&& word, End&& end_of_sentence);

// The terms of a report, in its order, repeated as they occur: negation marked by `neg_`, stop words left
// out. May be empty.
[[nodiscard]] std::vector<std::string> report_terms(std::string_view text);

// ---- implementation

[[nodiscard]] constexpr bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80U;
}
[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

template<typename Word, typename End>
void each_word(std::string_view text, Word&& word, End&& end_of_sentence) {
    const std::size_t size = text.size();
    for (std::size_t at = 0; at < size;) {
        if (!is_word_byte(text[at])) {
            const bool alone =
                (at == 0 || is_blank(text[at - 1])) && (at + 1 == size || is_blank(text[at + 1]));
            if (text[at] == '.' && alone) end_of_sentence();
            ++at;
            continue;
        }
        const std::size_t begin = at;
        bool any_letter = false;
        for (; at < size && is_word_byte(text[at]); ++at)
            any_letter = any_letter || text[at] < '0' || text[at] > '9';
        if (any_letter) word(text.substr(begin, at - begin));
    }
}

} // namespace padchestd::text
