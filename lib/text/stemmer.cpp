#include "text/stemmer.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>

namespace padchestd::text {

namespace {

constexpr auto kLatin = static_cast<char>(0xC3); // first byte of U+00C0 to U+00FF

// U+00E0 to U+00FF; a blank: no letter with an accent.
constexpr std::string_view kPlain = "aaaaaa ceeeeiiii nooooo ouuuuy y";

} // namespace

std::string lower_case(std::string_view word) {
    std::string lower(word);
    for (std::size_t i = 0; i < lower.size(); ++i) {
        char& c = lower[i];
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const auto byte = static_cast<unsigned char>(c);
        const bool capital =
            i > 0 && lower[i - 1] == kLatin && byte >= 0x80U && byte <= 0x9EU && byte != 0x97U;
        if (capital) c = static_cast<char>(byte + 0x20U);
    }
    return lower;
}

std::string without_accents(std::string_view word) {
    std::string plain;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] == kLatin && i + 1 < word.size()) {
            const auto second = static_cast<unsigned char>(word[i + 1]);
            const char letter = second >= 0xA0U && second <= 0xBFU ? kPlain[second - 0xA0U] : ' ';
            if (letter != ' ') {
                plain += letter;
                ++i;
                continue;
            }
        }
        plain += word[i];
    }
    return plain;
}

struct SpanishStemmer::State {
    struct Delete {
        void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
    };
    std::unique_ptr<sb_stemmer, Delete> handle{sb_stemmer_new("spanish", "UTF_8")};
};

SpanishStemmer::SpanishStemmer()
    : state_(std::make_unique<State>()) {
    if (!state_->handle) throw std::bad_alloc();
}
SpanishStemmer::~SpanishStemmer() = default;

std::string SpanishStemmer::stem(const std::string& word) const {
    const auto* letters = reinterpret_cast<const sb_symbol*>(word.data());
    const auto* stemmed = sb_stemmer_stem(state_->handle.get(), letters, static_cast<int>(word.size()));
    if (stemmed == nullptr) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(stemmed),
            static_cast<std::size_t>(sb_stemmer_length(state_->handle.get()))};
}

std::vector<std::string> SpanishStemmer::forms(std::string_view word) const {
    const std::string lower = lower_case(word);
    const std::string plain = without_accents(lower);
    std::vector<std::string> all = {without_accents(stem(lower)), stem(plain), plain};
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace padchestd::text
