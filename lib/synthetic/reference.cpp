#include "synthetic/reference.h"

#include <charconv>
#include <stdexcept>
#include <string>

// NOLINTBEGIN(modernize-avoid-c-arrays, readability-identifier-naming): the assembler gives these symbols
// (cmake/embed.cmake), as arrays without a size.
extern "C" {
extern const char padchestd_synthetic_distributions_begin[];
extern const char padchestd_synthetic_distributions_end[];
extern const char padchestd_synthetic_findings_begin[];
extern const char padchestd_synthetic_findings_end[];
extern const char padchestd_synthetic_localizations_begin[];
extern const char padchestd_synthetic_localizations_end[];
extern const char padchestd_synthetic_taxonomy_begin[];
extern const char padchestd_synthetic_taxonomy_end[];
}
// NOLINTEND(modernize-avoid-c-arrays, readability-identifier-naming)

namespace padchestd::synthetic {
namespace {

std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

double number(std::string_view text) {
    if (text.empty()) return 0;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument("reference table: not a number: " + std::string(text));
    }
    return value;
}

// The cells of each row but the header, `columns` in each.
std::vector<std::vector<std::string_view>> rows(std::string_view table, std::size_t columns) {
    std::vector<std::vector<std::string_view>> result;
    for (const std::string_view line : split(table, "\n")) {
        if (line.empty()) continue;
        result.push_back(split(line, "\t"));
        if (result.back().size() != columns) {
            throw std::invalid_argument("reference table: " + std::to_string(columns) +
                                        " columns expected in: " + std::string(line));
        }
    }
    result.erase(result.begin());
    return result;
}

// `a:1.5; b:2`
std::vector<Weighted> weighted_list(std::string_view cell) {
    std::vector<Weighted> result;
    if (cell.empty()) return result;
    for (const std::string_view item : split(cell, "; ")) {
        const auto colon = item.rfind(':');
        result.push_back({item.substr(0, colon), number(item.substr(colon + 1))});
    }
    return result;
}

} // namespace

std::vector<Weighted> distribution(std::string_view what) {
    std::vector<Weighted> result;
    const auto table =
        between(padchestd_synthetic_distributions_begin, padchestd_synthetic_distributions_end);
    for (const auto& row : rows(table, 3)) {
        if (row[0] == what) result.push_back({row[1], number(row[2])});
    }
    if (result.empty()) throw std::invalid_argument("distributions.tsv has no rows for " + std::string(what));
    return result;
}

int leading_number(std::string_view value) {
    int result = -1;
    std::from_chars(value.data(), value.data() + value.size(), result);
    return result;
}

std::vector<FindingRow> finding_rows() {
    std::vector<FindingRow> result;
    for (const auto& row :
         rows(between(padchestd_synthetic_findings_begin, padchestd_synthetic_findings_end), 4)) {
        std::vector<std::string_view> phrases;
        if (!row[3].empty()) phrases = split(row[3], "; ");
        result.push_back({row[0], number(row[1]), weighted_list(row[2]), std::move(phrases)});
    }
    return result;
}

std::vector<LocalizationRow> localization_rows() {
    std::vector<LocalizationRow> result;
    const auto table =
        between(padchestd_synthetic_localizations_begin, padchestd_synthetic_localizations_end);
    for (const auto& row : rows(table, 3)) result.push_back({row[0], weighted_list(row[2])});
    return result;
}

std::vector<TaxonomyRow> taxonomy_rows() {
    std::vector<TaxonomyRow> result;
    for (const auto& row :
         rows(between(padchestd_synthetic_taxonomy_begin, padchestd_synthetic_taxonomy_end), 7)) {
        result.push_back({row[0], row[3], row[4], number(row[6])});
    }
    return result;
}

} // namespace padchestd::synthetic
