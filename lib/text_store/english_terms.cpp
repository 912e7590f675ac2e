#include "text_store/english_terms.h"

#include "text/stemmer.h"
#include "text/word_class.h"

#include <algorithm>
#include <array>
#include <map>

extern "C" const char
    padchestd_text_findings_begin[]; // NOLINT(readability-identifier-naming): the assembler's symbol
extern "C" const char padchestd_text_findings_end[]; // NOLINT(readability-identifier-naming): the same

namespace padchestd::text_store {

namespace {

using Stems = std::vector<std::string>;

// What these labels mean is expressed by negations, which single stems do not carry.
constexpr auto kLeftOut =
    std::to_array<std::string_view>({"normal", "unchanged", "exclude", "suboptimal study"});

constexpr std::size_t kGroups = 4;
constexpr std::size_t kMostStems = 3;

// `text` up to the separator, which is taken off with it.
std::string_view take(std::string_view& text, std::string_view separator) {
    const auto end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
    return part;
}

// Of the groups of stems the single ones among the first, which are the most typical.
Stems stems_of(std::string_view groups) {
    Stems stems;
    for (std::size_t i = 0; i < kGroups && !groups.empty() && stems.size() < kMostStems; ++i) {
        const std::string_view group = take(groups, "; ");
        if (group.find(' ') == std::string_view::npos && !text::word_class(group).stop)
            stems.emplace_back(group);
    }
    return stems;
}

std::map<std::string, Stems, std::less<>> read_table() {
    std::string_view table(
        padchestd_text_findings_begin,
        static_cast<std::size_t>(padchestd_text_findings_end - padchestd_text_findings_begin));
    std::map<std::string, Stems, std::less<>> terms;
    take(table, "\n");
    while (!table.empty()) {
        std::string_view line = take(table, "\n");
        const std::string_view label = take(line, "\t");
        take(line, "\t");
        take(line, "\t");
        if (std::find(kLeftOut.begin(), kLeftOut.end(), label) != kLeftOut.end()) continue;
        if (auto stems = stems_of(line); !stems.empty())
            terms.emplace(text::lower_case(label), std::move(stems));
    }
    return terms;
}

} // namespace

std::optional<std::vector<std::string>> stems_of_term(std::string_view english) {
    static const auto terms = read_table();
    while (english.starts_with(' ')) english.remove_prefix(1);
    while (english.ends_with(' ')) english.remove_suffix(1);
    const auto found = terms.find(text::lower_case(english));
    if (found == terms.end()) return std::nullopt;
    return found->second;
}

} // namespace padchestd::text_store
