#include "text/query.h"

#include "text/stemmer.h"
#include "text/tokenizer.h"
#include "text/word_class.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace padchestd::text {

namespace {

// A word counts as trigger, passed over or stop word where any of its forms does.
WordClass class_of(const std::vector<std::string>& forms) {
    WordClass any;
    for (const std::string& form : forms) {
        const WordClass one = word_class(form);
        any.trigger = any.trigger || one.trigger;
        any.passed = any.passed || one.passed;
        any.stop = any.stop || one.stop;
    }
    return any;
}

} // namespace

std::vector<QueryWord> query_words(std::string_view text) {
    const SpanishStemmer stemmer;
    std::vector<QueryWord> words;
    Negation negation;
    each_word(
        text,
        [&](std::string_view word) {
            auto forms = stemmer.forms(word);
            const WordClass kind = class_of(forms);
            const bool negated = negation.next(kind);
            if (kind.stop) return;
            words.push_back({std::string(word), std::move(forms), negated, 1.0F});
        },
        [&] { negation.end_sentence(); });
    return words;
}

std::vector<TermWeight> query_weights(const std::vector<QueryWord>& words, const Vocabulary& vocabulary) {
    std::map<std::uint32_t, float> sums;
    for (const QueryWord& word : words) {
        std::vector<std::uint32_t> known;
        for (const std::string& form : word.forms)
            if (const auto term = vocabulary.find(word.negated ? std::string(kNegated) + form : form))
                known.push_back(*term);
        for (const std::uint32_t term : known)
            sums[term] += word.weight * vocabulary.idf()[term] / std::sqrt(static_cast<float>(known.size()));
    }
    std::vector<TermWeight> weights;
    weights.reserve(sums.size());
    for (const auto& [term, weight] : sums) weights.push_back({term, weight});
    normalize(weights);
    return weights;
}

} // namespace padchestd::text
