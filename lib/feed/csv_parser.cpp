#include "feed/csv_parser.h"

#include "feed/utf8.h"
#include "feed/verdict.h"

#include <bit>

namespace padchestd::feed {

namespace {

constexpr std::size_t kFieldsAtATime = std::size_t{16} << 10U;
constexpr std::size_t kTextsAtATime = std::size_t{1} << 10U;
constexpr std::size_t kTextAtATime = std::size_t{64} << 10U;

} // namespace

CsvParser::CsvParser(std::size_t columns, std::size_t max_record_bytes, char delimiter)
    : columns_(columns)
    , max_record_bytes_(max_record_bytes)
    , delimiter_(delimiter)
    , all_ends_(kFieldsAtATime)
    , texts_(kTextsAtATime)
    , text_(kTextAtATime) {}

void CsvParser::clear() {
    all_ends_.clear();
    texts_.clear();
    text_.clear();
    ends_ = all_ends_.room(columns_);
}

void CsvParser::restart(std::string_view data, std::size_t begin) {
    data_ = data;
    next_block_ = begin;
    separators_ = 0;
    broken_ = false;
    quotes_ = {};
    special_end_ = begin;
    escape_end_ = begin;
    begin_record(begin);
}

void CsvParser::begin_record(std::size_t begin) {
    record_begin_ = begin;
    field_begin_ = begin;
    field_count_ = 0;
    ends_ = all_ends_.room(columns_);
}

CsvParser::Found CsvParser::next(Stretch& stretch) {
    while (true) {
        for (std::size_t line_feed = take_fields(); line_feed != kNone; line_feed = take_fields()) {
            switch (end_record(line_feed, stretch)) {
            case LineEnd::record:
                return Found::stretch;
            case LineEnd::empty_line:
                break;
            case LineEnd::give_up:
                return give_up(stretch);
            }
        }
        if (broken_ || !next_block()) return give_up(stretch);
    }
}

// False at the end of the data.
bool CsvParser::next_block() {
    if (next_block_ >= data_.size()) return false;
    block_ = next_block_;
    next_block_ += kBlock;
    const std::size_t left = data_.size() - block_;
    std::uint64_t valid = left < kBlock ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};

    const ByteMasks masks = byte_masks(data_.data() + block_, delimiter_);
    const Structure structure = quotes_.next(data_.data() + block_, masks);
    if (const std::uint64_t broken = structure.broken & valid; broken != 0) {
        broken_ = true;
        valid = (broken & (0 - broken)) - 1; // only what is before the break
    }
    separators_ = structure.separators & valid;
    if (masks.special != 0) special_end_ = next_block_;
    if (structure.escapes) escape_end_ = next_block_;
    return true;
}

// The fields of this block that end with a delimiter, up to a line feed, which is returned. The inner loop of
// it all: what it works on is held in locals, because the compiler must assume that writing an end changes
// any member.
std::size_t CsvParser::take_fields() {
    const char* const data = data_.data();
    const std::size_t block = block_;
    const std::size_t columns = columns_;
    std::uint32_t* const ends = ends_;
    const std::size_t record = record_begin_;
    std::uint64_t left = separators_;
    std::size_t begin = field_begin_;
    std::size_t count = field_count_;
    std::size_t line_feed = kNone;
    while (left != 0) {
        const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(left));
        left &= left - 1;
        if (data[at] == '\n') {
            line_feed = at;
            break;
        }
        if (count < columns) ends[count] = static_cast<std::uint32_t>(at - record);
        ++count;
        begin = at + 1;
    }
    separators_ = left;
    field_begin_ = begin;
    field_count_ = count;
    return line_feed;
}

// Of the record that ends here, which is well quoted: only a quoted field holds quotes, in pairs.
Fields CsvParser::fields() {
    const Fields plain(data_.data() + record_begin_, {ends_, columns_});
    all_ends_.take(columns_);
    if (escape_end_ <= record_begin_) return plain;
    std::string_view* const texts = texts_.room(columns_);
    texts_.take(columns_);
    for (std::size_t i = 0; i < columns_; ++i) texts[i] = undo_escapes(plain[i]);
    return std::span<const std::string_view>(texts, columns_);
}

std::string_view CsvParser::undo_escapes(std::string_view quoted) {
    std::size_t quote = quoted.find('"');
    if (quote == std::string_view::npos) return quoted;
    char* const text = text_.room(quoted.size());
    std::size_t size = 0;
    std::size_t copied = 0;
    while (quote != std::string_view::npos) { // one of each pair is copied, the other one left out
        size += quoted.copy(text + size, quote + 1 - copied, copied);
        copied = quote + 2;
        quote = quoted.find('"', copied);
    }
    size += quoted.copy(text + size, quoted.size() - copied, copied);
    text_.take(size);
    return {text, size};
}

CsvParser::LineEnd CsvParser::end_record(std::size_t line_feed, Stretch& stretch) {
    std::size_t end = line_feed;
    if (end > field_begin_ && data_[end - 1] == '\r') --end;
    if (end == record_begin_) {
        begin_record(line_feed + 1);
        return LineEnd::empty_line;
    }
    const std::size_t begin = record_begin_;
    if (line_feed + 1 - begin > max_record_bytes_) return LineEnd::give_up;
    if (field_count_ < columns_) ends_[field_count_] = static_cast<std::uint32_t>(end - begin);
    ++field_count_;
    stretch = {begin, line_feed + 1, {}, flaw(data_.substr(begin, line_feed + 1 - begin)), line_feed + 1};
    if (!stretch.malformation) {
        stretch.fields = fields();
    }
    begin_record(line_feed + 1);
    return LineEnd::record;
}

// What is wrong with a record that is well quoted. One reason a record, the most basic first.
std::optional<Malformation> CsvParser::flaw(std::string_view record) const {
    if (special_end_ > record_begin_) {
        if (record.find('\0') != std::string_view::npos) return Malformation::nul_byte;
        if (!is_utf8(record)) return Malformation::not_utf8;
    }
    if (field_count_ != columns_) return Malformation::field_count;
    return std::nullopt;
}

CsvParser::Found CsvParser::give_up(Stretch& stretch) {
    const std::size_t begin = record_begin_;
    const Verdict verdict = judge(data_.substr(begin), max_record_bytes_, delimiter_);
    stretch = {begin, begin + verdict.length, {}, verdict.malformation, begin + verdict.decided};
    switch (verdict.kind) {
    case Verdict::Kind::malformed:
        restart(data_, stretch.end);
        return Found::stretch;
    case Verdict::Kind::line_open:
        return Found::line_open;
    case Verdict::Kind::complete: // would have been found above
    case Verdict::Kind::unfinished:
        break;
    }
    return Found::nothing;
}

} // namespace padchestd::feed
