#include "feed/undeclared_encoding.h"

#include "feed/text_form.h"

#include <algorithm>
#include <vector>

namespace padchestd::feed {

namespace {

constexpr std::size_t kShown = 3;
constexpr std::size_t kFewest = 3; // one or two broken records are quarantined like any

bool is_ascii(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return (byte & '\x80') == 0; });
}

} // namespace

std::optional<std::string> undeclared_encoding(std::span<const Record> records) {
    std::vector<std::uint64_t> rows;
    for (const Record& record : records) {
        if (record.malformation == Malformation::not_utf8 &&
            text_form(record.bytes).encoding == TextEncoding::latin1)
            rows.push_back(record.start.record_number + 1);
    }
    if (rows.size() < kFewest) return std::nullopt;
    // A feed that has characters of UTF-8 is in UTF-8, and damaged.
    for (const Record& record : records) {
        if (!record.malformation && !is_ascii(record.bytes)) return std::nullopt;
    }
    std::string text = "the text is not in UTF-8, and looks like Latin-1, in rows ";
    for (std::size_t i = 0; i < kShown; ++i) text.append(i == 0 ? "" : ", ") += std::to_string(rows[i]);
    if (rows.size() > kShown) text += " and " + std::to_string(rows.size() - kShown) + " more";
    return text + ": feed.encoding: latin-1 declares it";
}

} // namespace padchestd::feed
