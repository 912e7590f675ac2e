#include "feed/record_reader.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace padchestd::feed {

namespace {

// Bytes read at a time: small enough to be parsed while they are still in the cache, large enough to make the
// system call cheap.
constexpr std::size_t kChunk = std::size_t{64} << 10U;

} // namespace

RecordReader::RecordReader(const Limits& limits, std::size_t columns, char delimiter)
    : max_record_bytes_(static_cast<std::size_t>(limits.max_record_bytes))
    , least_hole_bytes_(limits.least_hole_bytes)
    ,
    // A batch with the record that passes its limit, the record after it, and what is read ahead.
    capacity_(static_cast<std::size_t>(limits.batch_bytes) + 2 * max_record_bytes_ + 2 * kChunk)
    , buffer_(new char[capacity_ + 1 + CsvParser::kPadding])
    , // 1: end_last_line()
    parser_(columns, max_record_bytes_, delimiter) {}

void RecordReader::begin(const ByteSource& source, Position from, std::uint64_t end, FinalRecord final_record,
                         std::uint64_t holes_passed, std::string_view before) {
    source_ = &source;
    final_record_ = final_record;
    holes_passed_ = holes_passed;
    hole_.reset();
    hash_.begin(before);
    last_line_ended_ = false;
    end_ = std::max(end, from.byte_offset);
    next_offset_ = from.byte_offset;
    filled_ = 0;
    kept_ = 0;
    given_ = 0;
    position_ = from;
    parser_.clear();
    parser_.restart({buffer_.get(), 0}, 0);
}

std::optional<Record> RecordReader::next() {
    while (true) {
        Stretch stretch;
        switch (parser_.next(stretch)) {
        case CsvParser::Found::stretch:
            if (stretch.malformation && waits_for_hole(stretch.begin, stretch.decided)) return std::nullopt;
            return record(stretch, offset_of(stretch.end));
        case CsvParser::Found::line_open:
            // The first max_record_bytes are always read, so that Record::bytes never depends on what was at
            // hand.
            if (filled_ - stretch.begin >= max_record_bytes_) return skip_line(stretch);
            if (!fill()) return std::nullopt;
            break;
        case CsvParser::Found::nothing:
            if (!fill()) return std::nullopt;
            break;
        }
    }
}

// More bytes after those in the buffer. As many as the unfinished record has, so that a long one is not
// scanned over and over, but not far beyond its limit, so that the buffer's capacity holds.
bool RecordReader::fill() {
    if (last_line_ended_) return false;
    drop_empty_lines();
    const std::size_t begin = parser_.position();
    const std::size_t at_hand = filled_ - begin;
    const std::size_t to_limit = at_hand < max_record_bytes_ ? max_record_bytes_ - at_hand : 0;
    const std::size_t wanted = std::max(kChunk, std::min(at_hand, to_limit));
    const std::size_t count = std::min(wanted, capacity_ - filled_);
    if (count == 0) throw std::logic_error("the feed's buffer is full");
    const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(count, end_ - next_offset_));
    if (there == 0) return end_last_line();
    const std::size_t got = source_->read(next_offset_, buffer_.get() + filled_, there);
    filled_ += got;
    next_offset_ += got;
    if (got < there) end_ = next_offset_; // the file was cut meanwhile
    std::memset(buffer_.get() + filled_, 0, CsvParser::kPadding);
    parser_.restart({buffer_.get(), filled_}, begin);
    return got != 0;
}

// At the end of the file: takes a last line without a line end as if it had one.
bool RecordReader::end_last_line() {
    if (final_record_ == FinalRecord::wait) return false;
    last_line_ended_ = true;
    buffer_[filled_] = '\n';
    parser_.restart({buffer_.get(), filled_ + 1}, parser_.position());
    return true;
}

// A long run of empty lines need not stay in the buffer until its record comes.
void RecordReader::drop_empty_lines() {
    const std::size_t begin = parser_.position();
    if (begin - kept_ < kChunk) return;
    hash_.leave(buffer_.get(), begin, kept_);
    std::memmove(buffer_.get() + kept_, buffer_.get() + begin, filled_ - begin);
    filled_ -= begin - kept_;
    parser_.restart({buffer_.get(), filled_}, kept_);
}

// Passes over a line that is too long for the buffer: its first bytes stay, the others are only searched for
// the end.
std::optional<Record> RecordReader::skip_line(const Stretch& stretch) {
    if (waits_for_hole(stretch.begin, filled_)) return std::nullopt;
    const std::size_t kept_end = stretch.begin + max_record_bytes_;
    hash_.leave(buffer_.get(), filled_, kept_end);
    const std::optional<std::uint64_t> line_end = pass_line();
    if (!line_end) return std::nullopt;
    filled_ = kept_end;
    next_offset_ = *line_end;
    Stretch kept = stretch;
    kept.end = filled_;
    parser_.restart({buffer_.get(), filled_}, filled_);
    return record(kept, *line_end);
}

// The offset after the next line feed in the file, read in pieces; nothing where there is none, or a hole
// before it is waited for.
std::optional<std::uint64_t> RecordReader::pass_line() {
    std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, end_ - next_offset_)));
    std::uint64_t from = next_offset_;
    while (from < end_) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), end_ - from));
        std::string_view bytes(piece.data(), source_->read(from, piece.data(), want));
        if (bytes.empty()) break;
        const std::size_t line_feed = bytes.find('\n');
        bytes = bytes.substr(0, line_feed == std::string_view::npos ? line_feed : line_feed + 1);
        if (waits_for_hole(bytes, from)) return std::nullopt;
        hash_.pass(bytes);
        from += bytes.size();
        if (line_feed != std::string_view::npos) return from;
    }
    return final_record_ == FinalRecord::take_it_now ? std::optional(end_) : std::nullopt;
}

// Whether what these bytes of the buffer show may still change: some of them are in a hole that is waited
// for.
bool RecordReader::waits_for_hole(std::size_t begin, std::size_t end) {
    const std::string_view bytes = std::string_view(buffer_.get(), filled_).substr(begin, end - begin);
    return waits_for_hole(bytes, offset_of(begin));
}

// The same for bytes that are at `offset` of the file. Notes the first such hole.
bool RecordReader::waits_for_hole(std::string_view bytes, std::uint64_t offset) {
    for (auto nul = bytes.find('\0'); nul != std::string_view::npos;) {
        const auto text = bytes.find_first_not_of('\0', nul);
        const bool ends_here = text != std::string_view::npos;
        const Hole hole{offset + nul, ends_here ? offset + text : source_->nul_run_end(offset + nul, end_)};
        if (is_waited_for(hole)) {
            hole_ = hole;
            return true;
        }
        nul = ends_here ? bytes.find('\0', text) : std::string_view::npos;
    }
    return false;
}

bool RecordReader::is_waited_for(const Hole& hole) const {
    return hole.end >= end_ || (hole.end > holes_passed_ && hole.end - hole.begin >= least_hole_bytes_);
}

// Complete records before the end may be given out or not: what follows the last one is looked at.
Waiting RecordReader::waiting() {
    const std::size_t begin = std::min(parser_.position(), filled_);
    if (!hole_ && !waits_for_hole(begin, filled_)) {
        const bool nothing = unfinished().find_first_not_of("\r\n") == std::string_view::npos;
        return nothing ? Waiting::nothing : Waiting::unfinished_record;
    }
    return Waiting::hole;
}

Record RecordReader::record(const Stretch& stretch, std::uint64_t end_offset) {
    const std::size_t end = std::min({stretch.end, filled_, stretch.begin + max_record_bytes_});
    const std::uint64_t length = end_offset - position_.byte_offset;
    const Record record{position_,
                        {buffer_.get() + stretch.begin, end - stretch.begin},
                        stretch.fields,
                        stretch.malformation,
                        length};
    position_ = {end_offset, position_.record_number + 1};
    kept_ = std::min(stretch.end, filled_);
    given_ = kept_;
    return record;
}

std::string_view RecordReader::unfinished() const {
    const std::size_t begin = std::min(parser_.position(), filled_);
    return std::string_view(buffer_.get(), filled_).substr(begin, max_record_bytes_);
}

// The line end that end_last_line() added is after the file's end.
std::uint64_t RecordReader::offset_of(std::size_t at) const {
    return at > filled_ ? next_offset_ : next_offset_ - (filled_ - at);
}

} // namespace padchestd::feed
