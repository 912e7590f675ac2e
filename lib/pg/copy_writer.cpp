#include "pg/copy_writer.h"

#include "pg/connection_state.h"
#include "util/step.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace padchestd::pg {

namespace {

// A message of libpq's usual socket buffer size: smaller ones cost system calls, larger ones memory.
constexpr std::size_t kPiece = 64ULL * 1024;

constexpr std::uint64_t kEach = 0x0101010101010101; // a byte, eight times
constexpr std::uint64_t kHigh = 0x8080808080808080;

// Whether one of eight bytes may need an escape: a control character up to '\r', or a backslash. Exact for
// these; a byte beyond ASCII next to one may be taken for another.
bool may_need_escape(std::uint64_t bytes) {
    const std::uint64_t low = (bytes - kEach * ('\r' + 1)) & ~bytes;
    const std::uint64_t slash = bytes ^ (kEach * '\\');
    return ((low | ((slash - kEach) & ~slash)) & kHigh) != 0;
}

// From `at` on, the first byte that may need an escape, by eights.
std::size_t plain_end(std::string_view value, std::size_t at) {
    for (std::uint64_t bytes = 0; at + sizeof bytes <= value.size(); at += sizeof bytes) {
        std::memcpy(&bytes, value.data() + at, sizeof bytes);
        if (may_need_escape(bytes)) break;
    }
    return at;
}

const char* escape_of(char c) {
    switch (c) {
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\t':
        return "\\t";
    case '\r':
        return "\\r";
    default:
        return nullptr; // other control characters stand for themselves
    }
}

void append_escaped(std::string& buffer, std::string_view value) {
    std::size_t plain = 0;
    for (std::size_t i = plain_end(value, 0); i < value.size(); ++i) {
        const char* const escape = escape_of(value[i]);
        if (escape == nullptr) continue;
        buffer.append(value, plain, i - plain).append(escape);
        plain = i + 1;
        i = plain_end(value, plain) - 1;
    }
    buffer.append(value, plain);
}

} // namespace

CopyWriter::CopyWriter(Connection& connection, std::string_view attempt, std::string_view target,
                       std::string_view options)
    : connection_(connection)
    , attempt_(attempt) {
    connection_.query(attempt_, "copy " + std::string(target) + " from stdin" + std::string(options));
    buffer_.reserve(kPiece + kPiece / 4);
}

CopyWriter::~CopyWriter() {
    if (!open_ || connection_.broken()) return;
    try {
        auto& state = *connection_.state_;
        PQputCopyEnd(state.handle.get(), "given up");
        state.finish(attempt_);
    } catch (...) { // the transaction is lost anyway; whoever unwinds here has the reason
    }
}

void CopyWriter::separate() {
    if (row_begun_) buffer_ += '\t';
    row_begun_ = true;
}

CopyWriter& CopyWriter::text(std::string_view value) {
    separate();
    append_escaped(buffer_, value);
    return *this;
}

CopyWriter& CopyWriter::null() {
    separate();
    buffer_ += "\\N";
    return *this;
}

CopyWriter& CopyWriter::optional_text(std::optional<std::string_view> value) {
    return value ? text(*value) : null();
}

CopyWriter& CopyWriter::integer(std::int64_t value) {
    separate();
    std::array<char, 24> digits{};
    buffer_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    return *this;
}

CopyWriter& CopyWriter::boolean(bool value) {
    return text(value ? "t" : "f");
}

CopyWriter& CopyWriter::hash(const util::ContentHash& value) {
    separate();
    buffer_ += "\\\\x";
    buffer_ += util::hex(value);
    return *this;
}

void CopyWriter::end_row() {
    buffer_ += '\n';
    row_begun_ = false;
    send_full_piece();
}

void CopyWriter::send_full_piece() {
    if (buffer_.size() >= kPiece) send_piece();
}

void CopyWriter::send_piece() {
    auto& state = *connection_.state_;
    int sent = 0;
    while ((sent = PQputCopyData(state.handle.get(), buffer_.data(), static_cast<int>(buffer_.size()))) == 0)
        state.wait(true, true);
    if (sent < 0) state.throw_broken(attempt_);
    buffer_.clear();
    // Else libpq keeps all that the server does not take at once: megabytes of a batch. An error of the
    // server's shows only at the end of the copy; reading meanwhile keeps it from blocking on a full socket.
    state.flush(attempt_, true);
    if (PQconsumeInput(state.handle.get()) == 0) state.throw_broken(attempt_);
}

std::int64_t CopyWriter::finish() {
    auto& state = *connection_.state_;
    if (!buffer_.empty()) send_piece();
    util::step("copy_data");
    int ended = 0;
    while ((ended = PQputCopyEnd(state.handle.get(), nullptr)) == 0) state.wait(true, true);
    open_ = false;
    if (ended < 0) state.throw_broken(attempt_);
    return state.finish(attempt_).affected();
}

} // namespace padchestd::pg
