#include "feed/unpacked_source.h"

#include <algorithm>
#include <utility>

namespace padchestd::feed {

namespace {

constexpr std::size_t kInput = std::size_t{32} << 10U;    // packed bytes read at a time
constexpr std::size_t kScratch = std::size_t{256} << 10U; // text passed over at a time
constexpr std::uint64_t kHead = std::uint64_t{64} << 10U; // text of the start that is kept
constexpr std::uint64_t kFirstSpacing = std::uint64_t{1} << 20U;
constexpr std::size_t kMostPoints = 128; // of gzip 5 MB
// What a cycle reads from: on, the batch again, the window before it twice, and the file's start. Of zstd on
// and the batch again: the others are recent text.
constexpr std::size_t most_cursors(Packing packing) {
    return packing == Packing::zstd ? 2 : 5;
}

constexpr const char* kDamageHint = "is it still being copied, was it cut, or was something else appended to "
                                    "it? It is read again when it changes";

const char* name_of(Packing packing) {
    return packing == Packing::zstd ? "zstd" : "gzip";
}

} // namespace

UnpackedSource::UnpackedSource(std::unique_ptr<FeedFile> file, Packing packing)
    : file_(std::move(file))
    , packing_(packing)
    , points_(kMostPoints, kFirstSpacing) {
    start();
    advance_frontier();
}

void UnpackedSource::start() {
    size_ = 0;
    damage_.reset();
    cursors_.clear();
    head_ = {};
    points_.restart();
    frontier_ = {0, 0, Unpacker::make(packing_), 0, {}};
    seen_.forget();
}

void UnpackedSource::reopen(std::unique_ptr<FeedFile> file) {
    const bool unchanged = file->facts() == file_->facts() && file->size() == file_->size();
    const bool goes_on = unchanged || (!damage_ && seen_.are_in(*file, frontier_.packed));
    if (goes_on) {
        std::swap(file_, file);
    } else {
        file_ = std::move(file);
        start();
    }
    if (!unchanged) advance_frontier();
}

void UnpackedSource::refresh() {
    const FileFacts facts = file_->facts();
    const std::uint64_t packed = file_->size();
    file_->refresh();
    if (file_->facts() == facts && file_->size() == packed) return;
    if (damage_ || !seen_.are_in(*file_, frontier_.packed)) start();
    advance_frontier();
}

// To the end of what the file holds, or to where it is damaged.
void UnpackedSource::advance_frontier() {
    std::string scratch(kScratch, '\0');
    while (true) {
        const auto done = step(frontier_, scratch.data(), scratch.size());
        if (done.flaw != nullptr) {
            damage_ = {"the feed " + file_->path().string() + " is damaged as " + name_of(packing_) +
                           " at about compressed byte " + std::to_string(frontier_.packed) + " (" +
                           done.flaw + "); its first " + std::to_string(frontier_.text) +
                           " bytes of text can be read",
                       done.way_out != nullptr ? done.way_out : kDamageHint, util::ExitCode::data};
            break;
        }
        if (done.taken == 0 && done.given == 0) break;
        if (points_.is_due(frontier_.text)) keep_point();
    }
    if (frontier_.unpacker->is_between()) frontier_.unpacker = Unpacker::make(packing_); // without a window
    size_ = frontier_.text;
    seen_.keep(*file_, frontier_.packed);
}

void UnpackedSource::keep_point() {
    auto copy = frontier_.unpacker->is_between() ? nullptr : frontier_.unpacker->copy();
    if (!copy && !frontier_.unpacker->is_between()) return;
    points_.add({frontier_.packed, frontier_.text, std::move(copy), 0, {}});
}

// NUL bytes between members are a place that is not written yet.
Unpacker::Step UnpackedSource::step(Cursor& cursor, char* to, std::size_t room) const {
    input_.resize(kInput);
    const std::size_t got = file_->read(cursor.packed, input_.data(), kInput);
    const std::string_view input = std::string_view(input_).substr(0, got);
    if (cursor.unpacker->is_between() && !input.empty() && input.front() == '\0') return {};
    const auto done = cursor.unpacker->step(input, to, room);
    if (packing_ == Packing::zstd && &cursor != &frontier_) keep_recent(cursor, done, to);
    cursor.packed += done.taken;
    cursor.text += done.given;
    return done;
}

void UnpackedSource::keep_recent(Cursor& cursor, const Unpacker::Step& done, const char* text) const {
    const std::string_view packed = std::string_view(input_).substr(0, done.taken);
    cursor.recent.add(cursor.packed, packed, cursor.text, {text, done.given});
    if (head_.end() == cursor.text && head_.end() < kHead)
        head_.add(cursor.packed, packed, cursor.text, {text, done.given});
}

// The nearest place to read on from.
UnpackedSource::Cursor& UnpackedSource::cursor_before(std::uint64_t offset) const {
    Cursor* nearest = nullptr;
    for (Cursor& cursor : cursors_) {
        if (cursor.text <= offset && (nearest == nullptr || cursor.text > nearest->text)) nearest = &cursor;
    }
    const Cursor& point = points_.before(offset);
    if (nearest != nullptr && nearest->text >= point.text) return *nearest;
    const auto older = [](const Cursor& a, const Cursor& b) { return a.used < b.used; };
    if (cursors_.size() == most_cursors(packing_))
        cursors_.erase(std::min_element(cursors_.begin(), cursors_.end(), older));
    cursors_.push_back({point.packed,
                        point.text,
                        point.unpacker ? point.unpacker->copy() : Unpacker::make(packing_),
                        0,
                        {}});
    return cursors_.back();
}

// `count` bytes of text from the cursor on, or fewer where there are no more or the file has changed.
std::size_t UnpackedSource::unpack(Cursor& cursor, char* to, std::size_t count) const {
    std::size_t got = 0;
    while (got < count) {
        const auto done = step(cursor, to + got, count - got);
        got += done.given;
        if (done.flaw != nullptr) cursor.unpacker.reset();
        if (done.flaw != nullptr || (done.taken == 0 && done.given == 0)) break;
    }
    return got;
}

std::size_t UnpackedSource::read(std::uint64_t offset, char* to, std::size_t count) const {
    if (offset >= size_) return 0;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - offset));
    const std::size_t got = read_recent(offset, to, count);
    return got == count ? got : got + read_on(offset + got, to + got, count - got);
}

// As far as the text was given lately.
std::size_t UnpackedSource::read_recent(std::uint64_t offset, char* to, std::size_t count) const {
    if (const std::size_t got = head_.read(*file_, offset, to, count); got != 0) return got;
    for (Cursor& cursor : cursors_) {
        const std::size_t got = cursor.recent.read(*file_, offset, to, count);
        if (got == 0) continue;
        cursor.used = ++reads_;
        return got;
    }
    return 0;
}

std::size_t UnpackedSource::read_on(std::uint64_t offset, char* to, std::size_t count) const {
    Cursor& cursor = cursor_before(offset);
    cursor.used = ++reads_;
    std::string scratch(static_cast<std::size_t>(std::min<std::uint64_t>(offset - cursor.text, kScratch)),
                        '\0');
    std::size_t passed = 1;
    while (passed != 0 && cursor.unpacker && cursor.text < offset) {
        passed =
            unpack(cursor, scratch.data(),
                   static_cast<std::size_t>(std::min<std::uint64_t>(offset - cursor.text, scratch.size())));
    }
    const std::size_t got = cursor.unpacker && cursor.text == offset ? unpack(cursor, to, count) : 0;
    const auto is_broken = [](const Cursor& one) { return !one.unpacker; };
    cursors_.erase(std::remove_if(cursors_.begin(), cursors_.end(), is_broken), cursors_.end());
    return got;
}

} // namespace padchestd::feed
