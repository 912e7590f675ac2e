#pragma once
// The text of a list of strings, as Python prints the feed's labels: `['normal']`, `"['a', ' b']"`. Also as
// other programs leave it when they have read and saved the feed: a numpy array `['a' 'b']`, a tuple
// `('a', 'b')`, JSON `["a", "b"]`. Not a parser of Python: strings and the bare words for "missing" in one
// flat list, nothing else.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::padchest {

// Labels of one study. Real lists hold at most 20; pairs of labels grow with the square of it.
inline constexpr std::size_t kMaxLabels = 64;

// The elements in their order, trimmed, each once (the first), without the missing ones (empty, or
// `nan`, `NaN`, `None`, `NA`, quoted or bare; bare `null`). Elements are quoted by ' or ", with Python's
// escapes as repr() writes them (\\ \' \" \a \b \f \n \r \t \v, octal, \xhh, \uhhhh, \Uhhhhhhhh) and JSON's
// \/, decoded to UTF-8. White space may come between tokens, and a comma before the closing bracket. Between
// elements is a comma, or white space alone, the same in all of the list. Nothing for anything else: another
// bare word, a nested list, a half escape, a code point that is no character or is NUL (which Postgres cannot
// store). Of more than kMaxLabels only the first kMaxLabels + 1 are read, whatever follows them.
[[nodiscard]] std::optional<std::vector<std::string>> parse_label_list(std::string_view text);

} // namespace padchestd::padchest
