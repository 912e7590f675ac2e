#pragma once
// Splits bytes at hand into records and fields: RFC 4180 with any delimiter, strict quotes, LF or CRLF. Reads
// nothing: where the bytes end inside a record, it is restarted there with more of them. Follows
// 64 bytes at a time; where that stops (a broken quote, a record too long, the end), verdict.h decides.

#include "feed/arena.h"
#include "feed/byte_masks.h"
#include "feed/quote_tracker.h"
#include "feed/record.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace padchestd::feed {

// A record, or what is in the place of one: [begin, end) in the data, empty lines before it left out.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    Fields fields;
    std::optional<Malformation> malformation;
    // The end of the bytes that made it malformed: often its own, but a broken quote shows only later.
    std::size_t decided = 0;
};

class CsvParser {
  public:
    // Bytes that must be readable after the data; what they are makes no difference.
    static constexpr std::size_t kPadding = kBlock;

    // `columns`: the fields a record must have. `delimiter`: CsvHeader::delimiter.
    CsvParser(std::size_t columns, std::size_t max_record_bytes, char delimiter);

    // Goes on with other data from `begin`, where a record or an empty line begins. Fields given out before
    // stay.
    void restart(std::string_view data, std::size_t begin);

    enum class Found {
        stretch,   // here it is
        line_open, // a malformed one; its last line has no end in the data (Stretch::end means nothing)
        nothing,   // none that is complete
    };
    [[nodiscard]] Found next(Stretch& stretch);

    // Where the first byte is that is in no stretch given out, empty lines left out: where to restart.
    [[nodiscard]] std::size_t position() const { return record_begin_; }

    // Forgets all fields given out.
    void clear();

  private:
    enum class LineEnd { record, empty_line, give_up };

    static constexpr std::size_t kNone = std::string_view::npos;

    bool next_block();
    std::size_t take_fields();
    [[nodiscard]] Fields fields();
    LineEnd end_record(std::size_t line_feed, Stretch& stretch);
    [[nodiscard]] std::optional<Malformation> flaw(std::string_view record) const;
    void begin_record(std::size_t begin);
    Found give_up(Stretch& stretch);
    std::string_view undo_escapes(std::string_view quoted);

    std::size_t columns_;
    std::size_t max_record_bytes_;
    char delimiter_;
    std::string_view data_;

    // The block that is being worked on: where it begins, where the next one does, and what is left to do in
    // it.
    std::size_t block_ = 0;
    std::size_t next_block_ = 0;
    std::uint64_t separators_ = 0;
    bool broken_ = false;
    QuoteTracker quotes_;

    // The end of the last block that held such a byte: a record that ends before it or in it is looked at
    // again.
    std::size_t special_end_ = 0;
    std::size_t escape_end_ = 0;

    // The record that is being followed.
    std::size_t record_begin_ = 0;
    std::size_t field_begin_ = 0;
    std::size_t field_count_ = 0;
    std::uint32_t* ends_ = nullptr; // of its fields, from its begin

    Arena<std::uint32_t> all_ends_;
    Arena<std::string_view> texts_; // of records with escaped quotes
    Arena<char> text_;
};

} // namespace padchestd::feed
