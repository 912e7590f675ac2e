#include "feed/verdict.h"

#include <algorithm>

namespace padchestd::feed {

namespace {

enum class State {
    field_start,
    unquoted,
    quoted,
    quote_seen, // in quotes, after a quote: the closing one, or the first of `""`
    closed_cr,  // after a closing quote and a CR
};

struct Scan {
    State state = State::field_start;
    std::size_t length = 0; // of the record; 0 while it has not ended
    std::size_t quote = 0;  // where the quote is that opened the field, or that is wrong
    std::size_t seen = 0;   // bytes looked at
    bool malformed = false;
};

State behind_quote(char byte, char delimiter) {
    if (byte == '"') return State::quoted;
    if (byte == delimiter) return State::field_start;
    return State::closed_cr;
}

// Follows `bytes` up to the record's end, a malformed quote or the last of them.
Scan follow(std::string_view bytes, char delimiter) {
    Scan scan;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        if (byte == '\n' && scan.state != State::quoted) {
            scan.length = at + 1;
            return scan;
        }
        switch (scan.state) {
        case State::field_start:
        case State::unquoted:
            if (byte == '"') {
                scan.quote = at;
                scan.malformed = scan.state == State::unquoted;
                scan.state = State::quoted;
            } else {
                scan.state = byte == delimiter ? State::field_start : State::unquoted;
            }
            break;
        case State::quoted:
            if (byte == '"') scan.state = State::quote_seen;
            break;
        case State::quote_seen:
            scan.malformed = byte != '"' && byte != delimiter && byte != '\r';
            scan.state = behind_quote(byte, delimiter);
            break;
        case State::closed_cr:
            scan.malformed = true;
            break;
        }
        if (scan.malformed) {
            scan.seen = at + 1;
            return scan;
        }
    }
    scan.seen = bytes.size();
    return scan;
}

// Gives up the bytes up to the end of the line that holds the byte at `at`, after `seen` were looked at.
Verdict give_up(Malformation malformation, std::string_view bytes, std::size_t at, std::size_t seen) {
    const std::size_t line_feed = bytes.find('\n', at);
    if (line_feed == std::string_view::npos) return {Verdict::Kind::line_open, 0, malformation, bytes.size()};
    return {Verdict::Kind::malformed, line_feed + 1, malformation, std::max(seen, line_feed + 1)};
}

} // namespace

Verdict judge(std::string_view bytes, std::size_t max_record_bytes, char delimiter) {
    const std::string_view window = bytes.substr(0, max_record_bytes);
    const Scan scan = follow(window, delimiter);
    if (scan.malformed) return give_up(Malformation::malformed_quote, bytes, scan.quote, scan.seen);
    if (scan.length != 0) return {Verdict::Kind::complete, scan.length, {}, scan.length};
    if (window.size() < max_record_bytes) return {};
    const bool open_line_ended =
        scan.state == State::quoted && window.find('\n', scan.quote) != std::string_view::npos;
    if (open_line_ended) return give_up(Malformation::open_quote, bytes, scan.quote, scan.seen);
    return give_up(Malformation::record_too_long, bytes, max_record_bytes, scan.seen);
}

} // namespace padchestd::feed
