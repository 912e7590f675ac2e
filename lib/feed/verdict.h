#pragma once
// Judges the bytes at a record's start one by one: a record, a malformation and how much it gives up, or not
// yet decided. The authority on malformed quotes and lengths. Slow: csv_parser.h asks it only where its own
// scan stops.

#include "feed/record.h"

#include <cstddef>
#include <string_view>

namespace padchestd::feed {

struct Verdict {
    enum class Kind {
        complete,   // a record of `length` bytes, its line end (LF or CRLF) included
        malformed,  // `length` bytes are given up; the next record begins after them
        line_open,  // malformed, but the line given up has no end yet: it is the next line feed after the
                    // bytes
        unfinished, // the record may still end well
    };
    Kind kind = Kind::unfinished;
    std::size_t length = 0;
    Malformation malformation{}; // when malformed or line_open
    std::size_t decided =
        0; // then: how many of the bytes were looked at; a change after them changes nothing
};

// `bytes` begin at a record's first byte, which is not an empty line's.
//
// Only the first `max_record_bytes` of them decide, so that the verdict is the same however much more is at
// hand.
//
// malformed_quote: a quote inside an unquoted field, or a closing quote that no delimiter, LF, CRLF or quote
// follows. Given up are the lines up to the one with that quote, or with the opening quote of that closing
// one.
//
// open_quote: no end within them, and the limit is inside quotes that an earlier line opened. Given up are
// the lines up to that one.
//
// record_too_long: no end within them otherwise. Given up are all lines up to the one that passes the limit.
//
// unfinished: fewer bytes than that, and no end.
//
// A CR that is not part of a CRLF is an ordinary byte outside quotes, as inside.
[[nodiscard]] Verdict judge(std::string_view bytes, std::size_t max_record_bytes, char delimiter);

} // namespace padchestd::feed
