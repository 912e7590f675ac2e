#include "support/csv_oracle.h"

#include <algorithm>
#include <ostream>

namespace padchestd::tests {

namespace {

using feed::Malformation;

constexpr std::size_t kNone = std::string_view::npos;

// What a walk through the bytes at a record's start comes to.
struct Walk {
    std::size_t end = kNone;    // after its line feed
    std::size_t broken = kNone; // the quote that is wrong, or that opens the field whose closing quote is
    std::size_t open = kNone;   // the quote that does not close
    std::vector<std::string> fields;
};

// A quoted field at `at`; moves `at` past its closing quote.
bool walk_quoted(std::string_view text, std::size_t& at, Walk& walk) {
    const std::size_t opening = at++;
    std::string value;
    while (true) {
        const std::size_t quote = text.find('"', at);
        if (quote == kNone) {
            walk.open = opening;
            return false;
        }
        value += text.substr(at, quote - at);
        at = quote + 1;
        if (at == text.size() || text[at] != '"') break;
        value += '"';
        ++at;
    }
    walk.fields.push_back(value);
    const std::string_view rest = text.substr(at, 2);
    const bool cut = rest.empty() || rest == "\r";
    if (!cut && rest[0] != ',' && rest[0] != '\n' && rest != "\r\n") walk.broken = opening;
    if (rest == "\r\n") ++at;
    return !cut && walk.broken == kNone;
}

bool walk_unquoted(std::string_view text, std::size_t& at, Walk& walk) {
    const std::size_t end = text.find_first_of(",\"\n", at);
    if (end == kNone) return false;
    if (text[end] == '"') walk.broken = end;
    std::string value(text.substr(at, end - at));
    if (text[end] == '\n' && !value.empty() && value.back() == '\r') value.pop_back();
    walk.fields.push_back(value);
    at = end;
    return walk.broken == kNone;
}

Walk walk_record(std::string_view text) {
    Walk walk;
    std::size_t at = 0;
    while (true) {
        const bool quoted = at < text.size() && text[at] == '"';
        if (!(quoted ? walk_quoted(text, at, walk) : walk_unquoted(text, at, walk))) return walk;
        if (text[at++] == '\n') {
            walk.end = at;
            return walk;
        }
    }
}

bool decodes(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const unsigned lead = static_cast<unsigned char>(bytes[at++]);
        if (lead < 0x80) continue;
        const unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC0 || lead > 0xF7) return false;
        unsigned point = lead & (0x3FU >> more);
        for (unsigned i = 0; i < more; ++i) {
            if (at == bytes.size()) return false;
            const unsigned byte = static_cast<unsigned char>(bytes[at++]);
            if (byte / 64 != 2) return false;
            point = point * 64 + byte % 64;
        }
        const unsigned least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    }
    return true;
}

// Reads the record at `rest`; its length is 0 while it is not complete.
PlainRecord read_record(std::string_view rest, const OracleRules& rules) {
    const std::string_view window = rest.substr(0, rules.max_record_bytes);
    Walk walk = walk_record(window);
    PlainRecord record;
    const auto give_up = [&](Malformation malformation, std::size_t from) {
        record.malformation = malformation;
        record.length = rest.find('\n', from) + 1;
    };
    if (walk.broken != kNone) {
        give_up(Malformation::malformed_quote, walk.broken);
    } else if (walk.end != kNone) {
        record.length = walk.end;
        record.bytes = window.substr(0, walk.end);
        if (record.bytes.find('\0') != std::string::npos) {
            record.malformation = Malformation::nul_byte;
        } else if (!decodes(record.bytes)) {
            record.malformation = Malformation::not_utf8;
        } else if (walk.fields.size() != rules.columns) {
            record.malformation = Malformation::field_count;
        } else {
            record.fields = std::move(walk.fields);
        }
    } else if (window.size() == rules.max_record_bytes) {
        const bool many_lines = walk.open != kNone && window.find('\n', walk.open) != kNone;
        give_up(many_lines ? Malformation::open_quote : Malformation::record_too_long,
                many_lines ? walk.open : rules.max_record_bytes);
    }
    return record;
}

} // namespace

PlainRecord plain(const feed::Record& record) {
    return {record.start, record.length, std::string(record.bytes),
            std::vector<std::string>(record.fields.begin(), record.fields.end()), record.malformation};
}

std::ostream& operator<<(std::ostream& out, const PlainRecord& record) {
    out << "#" << record.start.record_number << " at " << record.start.byte_offset << "+" << record.length
        << " ";
    if (record.malformation) out << feed::name(*record.malformation) << " ";
    out << "bytes{" << record.bytes << "}";
    for (const std::string& field : record.fields) out << " [" << field << "]";
    return out;
}

std::vector<PlainRecord> oracle_records(const std::string& file, std::size_t header_bytes,
                                        const OracleRules& rules) {
    const std::string text = rules.take_final_record ? file + "\n" : file;
    std::vector<PlainRecord> records;
    std::size_t start = header_bytes;
    while (true) {
        std::size_t first = start;
        while (text.compare(first, 1, "\n") == 0 || text.compare(first, 2, "\r\n") == 0) {
            first = text.find('\n', first) + 1;
        }
        if (first >= file.size()) return records;
        PlainRecord record = read_record(std::string_view(text).substr(first), rules);
        if (record.length == 0) return records;
        record.start = {start, records.size()};
        const std::size_t end =
            std::min(first + record.length, file.size()); // the added line end is not the file's
        record.length = end - start;
        record.bytes = text.substr(first, std::min(end - first, rules.max_record_bytes));
        records.push_back(record);
        start = end;
    }
}

} // namespace padchestd::tests
