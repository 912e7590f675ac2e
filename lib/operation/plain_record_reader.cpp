#include "operation/plain_record_reader.h"

#include "util/failure.h"

#include <algorithm>

namespace padchestd::operation {

namespace {

constexpr int kEnd = std::char_traits<char>::eof();

} // namespace

PlainRecordReader::PlainRecordReader(const std::filesystem::path& path)
    : path_(path)
    , file_(path, std::ios::binary) {
    if (!file_)
        throw util::Failure("cannot read the feed " + path.string(),
                            "does it exist, and may this user read it?", util::ExitCode::no_input);
}

int PlainRecordReader::get() {
    const int byte = file_.get();
    if (byte != kEnd) ++offset_;
    return byte;
}

void PlainRecordReader::seek(std::uint64_t offset) {
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    offset_ = offset;
}

bool PlainRecordReader::next(std::string& record, std::uint64_t max_bytes) {
    record.clear();
    bool quoted = false;
    for (int byte = get(); byte != kEnd; byte = get()) {
        record += static_cast<char>(byte);
        if (byte == '"') quoted = !quoted; // an escaped quote closes and opens again
        if (byte == '\n' && !quoted) {
            if (record != "\n" && record != "\r\n") return true;
            record.clear(); // an empty line: belongs to the next record's stretch, not to its bytes
        }
        if (record.size() > max_bytes) return false;
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
    std::string piece(65'536, '\0');
    while (offset_ < to && file_) {
        file_.read(piece.data(),
                   static_cast<std::streamsize>(std::min<std::uint64_t>(to - offset_, piece.size())));
        hasher.bytes(std::string_view(piece).substr(0, static_cast<std::size_t>(file_.gcount())));
        offset_ += static_cast<std::uint64_t>(file_.gcount());
    }
    return hasher.digest();
}

} // namespace padchestd::operation
