#include "operation/plain_record_reader.h"

#include <algorithm>

namespace padchestd::operation {

namespace {

constexpr int kEnd = std::char_traits<char>::eof();
constexpr std::size_t kPiece = 65'536; // bytes read at a time

bool has_odd_quotes(std::string_view text) {
    bool odd = false;
    for (auto at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) odd = !odd;
    return odd;
}

} // namespace

PlainRecordReader::PlainRecordReader(const feed::ByteSource& source)
    : source_(source) {}

// The piece that begins at the present offset; empty at the end.
void PlainRecordReader::fill() {
    piece_.resize(kPiece);
    piece_.resize(source_.read(offset_, piece_.data(), kPiece));
    piece_begin_ = offset_;
}

int PlainRecordReader::get() {
    if (offset_ < piece_begin_ || offset_ - piece_begin_ >= piece_.size()) fill();
    if (piece_.empty()) return kEnd;
    const char byte = piece_[static_cast<std::size_t>(offset_ - piece_begin_)];
    ++offset_;
    return std::char_traits<char>::to_int_type(byte);
}

// What is left of the piece up to and with its next line feed, or all of it; empty at the end of the file.
std::string_view PlainRecordReader::line_part() {
    if (offset_ < piece_begin_ || offset_ - piece_begin_ >= piece_.size()) fill();
    std::string_view rest(piece_);
    rest.remove_prefix(static_cast<std::size_t>(offset_ - piece_begin_));
    const auto line_feed = rest.find('\n');
    const auto part = line_feed == std::string_view::npos ? rest : rest.substr(0, line_feed + 1);
    offset_ += part.size();
    return part;
}

bool PlainRecordReader::next(std::string& record, std::uint64_t max_bytes) {
    record.clear();
    bool quoted = false;
    for (auto part = line_part(); !part.empty(); part = line_part()) {
        record += part;
        // An escaped quote closes and opens again.
        if (has_odd_quotes(part)) quoted = !quoted;
        const bool is_end = part.back() == '\n' && !quoted;
        if (record.size() - (is_end ? 1 : 0) > max_bytes) return false;
        if (!is_end) continue;
        if (record != "\n" && record != "\r\n") return true;
        record.clear(); // an empty line: belongs to the next record's stretch, not to its bytes
    }
    return !record.empty() && !quoted;
}

util::ContentHash PlainRecordReader::pass(std::uint64_t length) {
    util::Hasher hasher;
    bool begun = false;
    std::string line;
    const std::uint64_t end = offset_ + length;
    while (offset_ < end) {
        const int byte = get();
        if (byte == kEnd) break;
        line += static_cast<char>(byte);
        if (byte != '\n' && line.size() < 65'536) continue;
        begun = begun || (line != "\n" && line != "\r\n");
        if (begun) hasher.bytes(line);
        line.clear();
    }
    hasher.bytes(line);
    return hasher.digest();
}

util::ContentHash PlainRecordReader::hash(std::uint64_t from, std::uint64_t to) {
    seek(from);
    util::Hasher hasher;
    while (offset_ < to) {
        fill();
        if (piece_.empty()) break;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(to - offset_, piece_.size()));
        hasher.bytes(std::string_view(piece_).substr(0, count));
        offset_ += count;
    }
    return hasher.digest();
}

} // namespace padchestd::operation
