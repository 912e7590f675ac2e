#include "feed/csv_header.h"

#include "feed/header_reader.h"
#include "feed/text_form.h"
#include "feed/utf8.h"
#include "feed/verdict.h"
#include "util/failure.h"

#include <algorithm>
#include <array>

namespace padchestd::feed {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const char* flaw) {
    throw util::Failure(std::string("the feed's header ") + flaw,
                        "is this the CSV file, in the encoding that feed.encoding declares, with its header "
                        "in the first line "
                        "and lines that end with LF or CRLF? `iconv` and `dos2unix` change that",
                        util::ExitCode::data);
}

// Bytes of the byte order mark and of empty lines.
std::size_t before_first_record(std::string_view start) {
    std::size_t at = start.substr(0, kByteOrderMark.size()) == kByteOrderMark ? kByteOrderMark.size() : 0;
    while (true) {
        if (start.substr(at, 1) == "\n") {
            at += 1;
        } else if (start.substr(at, 2) == "\r\n") {
            at += 2;
        } else {
            return at;
        }
    }
}

// NUL bytes among text are a place that its writer has not filled in yet.
bool is_hole(std::string_view bytes) {
    return bytes.find('\0') != std::string_view::npos && is_utf8(bytes);
}

// Of the delimiters that a table may have, the one that is most often in the first line, outside quotes.
// A header names its columns, so it is full of them; of as many the comma is taken.
char delimiter_of(std::string_view bytes) {
    constexpr std::string_view kDelimiters = ",;\t";
    std::array<std::size_t, kDelimiters.size()> seen{};
    bool quoted = false;
    for (const char byte : bytes) {
        if (byte == '"') quoted = !quoted;
        if (quoted) continue;
        if (byte == '\n') break;
        const std::size_t which = kDelimiters.find(byte);
        if (which != std::string_view::npos) ++seen.at(which);
    }
    return kDelimiters[static_cast<std::size_t>(std::max_element(seen.begin(), seen.end()) - seen.begin())];
}

// What the start of a file shows that is no table of this kind, by name. Nothing where it may be one.
const char* foreign_form(std::string_view start) {
    constexpr std::size_t kEnough = 64;
    const TextEncoding encoding = text_form(start.substr(0, kEnough)).encoding;
    if (encoding == TextEncoding::utf16_le || encoding == TextEncoding::utf16_be)
        return "is in UTF-16, which feed.encoding does not declare";
    const std::size_t end = start.find_first_of("\r\n");
    const bool has_more = end != std::string_view::npos && end + 1 < start.size();
    const bool has_hole = start.substr(0, end).find('\0') != std::string_view::npos;
    if (has_more && !has_hole && start[end] == '\r' && start[end + 1] != '\n' && start[end + 1] != '\0')
        return "ends with a carriage return alone, as in files of old Macintoshes";
    return nullptr;
}

// The fields of a record that judge() found complete.
std::vector<std::string> split(std::string_view record, char delimiter) {
    record.remove_suffix(record.size() >= 2 && record[record.size() - 2] == '\r' ? 2 : 1);
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t at = 0; at < record.size(); ++at) {
        if (record[at] == '"') {
            const bool escaped = quoted && record.substr(at + 1, 1) == "\"";
            if (escaped) fields.back() += record[++at];
            quoted = quoted == escaped;
        } else if (record[at] == delimiter && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += record[at];
        }
    }
    return fields;
}

} // namespace

std::optional<std::size_t> CsvHeader::column(std::string_view name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

void rename_columns(CsvHeader& header, const std::map<std::string, std::string>& renamed) {
    for (std::string& name : header.names) {
        const auto found = renamed.find(name);
        if (found != renamed.end()) name = found->second;
    }
}

std::optional<CsvHeader> read_header(std::string_view start, std::size_t max_record_bytes) {
    const std::size_t begin = before_first_record(start);
    if (const char* const form = foreign_form(start.substr(begin))) refuse(form);
    const char delimiter = delimiter_of(start.substr(begin));
    const Verdict verdict = judge(start.substr(begin), max_record_bytes, delimiter);
    if (verdict.kind == Verdict::Kind::unfinished) return std::nullopt;
    if (is_hole(start.substr(begin, verdict.decided))) return std::nullopt;
    if (verdict.kind != Verdict::Kind::complete) {
        refuse(verdict.malformation == Malformation::malformed_quote ? "has a malformed quote"
                                                                     : "does not end");
    }
    const std::string_view record = start.substr(begin, verdict.length);
    if (!is_utf8(record)) refuse("is not UTF-8, nor declared to be anything else by feed.encoding");
    return CsvHeader{std::string(start.substr(0, begin + verdict.length)), split(record, delimiter),
                     delimiter};
}

} // namespace padchestd::feed
