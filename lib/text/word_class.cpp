#include "text/word_class.h"

#include <algorithm>
#include <array>

namespace padchestd::text {

namespace {

constexpr auto kTriggers = std::to_array<std::string_view>({"ni", "no", "sin"});

constexpr auto kPassed = std::to_array<std::string_view>(
    {"apreci", "con", "evident", "exist", "hay", "identific", "objetiv", "observ", "se", "visualiz"});

constexpr auto kStops = std::to_array<std::string_view>(
    {"ambos",    "apreci",     "bilateral", "cambi",      "cit",      "clinic",  "compar",  "con",
     "consult",  "control",    "derech",    "estudi",     "evident",  "fech",    "hallazg", "identific",
     "izquierd", "motiv",      "ni",        "no",         "objetiv",  "observ",  "pacient", "posteroanterior",
     "previ",    "proyeccion", "proyect",   "radiografi", "radiolog", "relev",   "respect", "rest",
     "sign",     "signific",   "sin",       "torax",      "valor",    "visualiz"});

constexpr std::size_t kLongestListed = 15; // posteroanterior

template<std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

WordClass word_class(std::string_view stem) {
    if (stem.size() > kLongestListed) return {};
    return {among(kTriggers, stem), among(kPassed, stem), among(kStops, stem)};
}

bool Negation::next(const WordClass& word) {
    if (word.trigger) {
        left_ = kSpan;
        return false;
    }
    if (word.passed || left_ == 0) return false;
    --left_;
    return true;
}

} // namespace padchestd::text
