#include "padchest/label_list.h"

#include "clinical/cell.h"
#include "padchest/python_string.h"

#include <algorithm>
#include <utility>

namespace padchestd::padchest {

namespace {

using Labels = std::vector<std::string>;

void skip_blanks(std::string_view& rest) {
    const std::size_t next = rest.find_first_not_of(" \t\n\v\f\r");
    rest.remove_prefix(std::min(next, rest.size()));
}

bool take(std::string_view& rest, char token) {
    if (rest.empty() || rest.front() != token) return false;
    rest.remove_prefix(1);
    return true;
}

// A word such as nan or None: only those for a missing value may come without quotes.
bool take_missing_word(std::string_view& rest) {
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\n\v\f\r,])'\"[("));
    if (word.empty() || (clinical::value_of(word) && word != "null")) return false;
    rest.remove_prefix(word.size());
    return true;
}

void add(Labels& labels, std::string element) {
    const clinical::OptionalText label = clinical::value_of(element);
    if (!label || std::find(labels.begin(), labels.end(), *label) != labels.end()) return;
    if (label->size() == element.size()) {
        labels.push_back(std::move(element));
    } else {
        labels.emplace_back(*label);
    }
}

bool take_element(std::string_view& rest, Labels& labels) {
    if (rest.empty()) return false;
    if (rest.front() != '\'' && rest.front() != '"') return take_missing_word(rest);
    auto element = take_python_string(rest);
    if (!element) return false;
    add(labels, std::move(*element));
    return true;
}

enum class Separator { none, comma, blank };

Separator take_separator(std::string_view& rest) {
    const std::size_t before = rest.size();
    skip_blanks(rest);
    const bool blank = rest.size() < before;
    if (!take(rest, ',')) return blank ? Separator::blank : Separator::none;
    skip_blanks(rest);
    return Separator::comma;
}

} // namespace

std::optional<Labels> parse_label_list(std::string_view text) {
    std::string_view rest = util::trimmed(text);
    Labels labels;
    const bool is_tuple = take(rest, '(');
    const char close = is_tuple ? ')' : ']';
    if (!is_tuple && !take(rest, '[')) return std::nullopt;
    skip_blanks(rest);
    bool closed = take(rest, close);
    std::optional<Separator> separator; // of the first two elements
    while (!closed) {
        if (!take_element(rest, labels)) return std::nullopt;
        if (labels.size() > kMaxLabels) return labels;
        const Separator next = take_separator(rest);
        closed = take(rest, close);
        if (closed && next != Separator::comma) break;
        // Elements that touch, and both ways in one list, could be one text in parts.
        if (next == Separator::none || (separator && *separator != next)) return std::nullopt;
        separator = next;
    }
    if (!rest.empty()) return std::nullopt;
    return labels;
}

} // namespace padchestd::padchest
