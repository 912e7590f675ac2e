#include "feed/decoded_source.h"

#include "util/failure.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace padchestd::feed {

namespace {

constexpr std::size_t kUndecoded = std::size_t{32} << 10U;
constexpr std::size_t kDecoded = 2 * kUndecoded; // Latin-1 doubles at most, UTF-16 grows by half
constexpr std::uint64_t kFirstUnitSpacing = std::uint64_t{1} << 20U;
constexpr std::size_t kMostUnitPoints = 1024; // of 16 bytes
// What a cycle reads from: on, the batch again, the window before it twice, and the file's start.
constexpr std::size_t kMostRecent = 5;

constexpr std::string_view kLittle = "\xFF\xFE", kBig = "\xFE\xFF", kUtf8 = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const std::string& path, const char* content, const char* hint) {
    throw util::Failure("the feed " + path + " " + content, hint, util::ExitCode::data);
}

} // namespace

DecodedSource::DecodedSource(std::unique_ptr<ByteSource> text, Encoding encoding, std::string path)
    : text_(std::move(text))
    , encoding_(encoding)
    , path_(std::move(path))
    , points_(kMostUnitPoints, kFirstUnitSpacing) {
    start();
    advance();
}

void DecodedSource::start() {
    converter_.reset();
    size_ = 0;
    settled_ = {};
    points_.restart();
    recent_.clear();
    seen_.forget();
}

void DecodedSource::reopen(std::unique_ptr<ByteSource> text) {
    text_ = std::move(text);
    if (text_->facts() == facts_ && text_->size() == source_size_) return;
    if (!seen_.are_in(*text_, settled_.source)) start();
    advance();
}

void DecodedSource::refresh() {
    text_->refresh();
    if (text_->facts() == facts_ && text_->size() == source_size_) return;
    if (!seen_.are_in(*text_, settled_.source)) start();
    advance();
}

// False while the start is not written.
bool DecodedSource::find_charset() {
    if (converter_) return true;
    const std::string start = bytes_of(*text_, 0, std::min<std::uint64_t>(text_->size(), kUtf8.size()));
    if (start.size() < 2 || start.front() == '\0') return false;
    const bool little = start.starts_with(kLittle), big = start.starts_with(kBig);
    if (encoding_ == Encoding::utf16 && !little && !big)
        refuse(path_, "does not begin with a byte order mark of UTF-16, as feed.encoding declares",
               "is it UTF-8? then feed.encoding is utf-8; `padchestd feed describe` tells the encoding");
    if (encoding_ == Encoding::latin1 && (little || big || start == kUtf8))
        refuse(path_, "begins with a byte order mark, which no text in Latin-1 has",
               "is it UTF-8 or UTF-16? feed.encoding declares that; `padchestd feed describe` tells it");
    converter_ = std::make_unique<Converter>(encoding_ == Encoding::latin1 ? Charset::latin1
                                             : little                      ? Charset::utf16_le
                                                                           : Charset::utf16_be);
    return true;
}

// To the end of the text, from what is settled.
void DecodedSource::advance() {
    facts_ = text_->facts();
    source_size_ = text_->size();
    recent_.clear();
    points_.drop_after(settled_.text);
    Place place = settled_;
    bool settles = true;
    while (find_charset()) {
        const Place before = place;
        const auto given = convert(place);
        if (given.empty()) break;
        // A piece late: its last unit may reach into a hole.
        settles = settles && given.find('\0') == std::string_view::npos;
        if (settles) settled_ = before;
        if (points_.is_due(place.text)) points_.add(place);
    }
    size_ = place.text;
    is_cut_ = place.source < source_size_;
    seen_.keep(*text_, settled_.source);
}

// The next piece of converted text, and the place after it; empty at the end. Valid until the next call.
std::string_view DecodedSource::convert(Place& place) const {
    input_.resize(kUndecoded);
    output_.resize(kDecoded);
    const std::size_t want =
        static_cast<std::size_t>(std::min<std::uint64_t>(kUndecoded, source_size_ - place.source));
    const std::size_t got = text_->read(place.source, input_.data(), want);
    const auto done = converter_->step(std::string_view(input_).substr(0, got), output_.data(), kDecoded);
    place.source += done.taken;
    place.text += done.given;
    return std::string_view(output_).substr(0, done.given);
}

DecodedSource::Place DecodedSource::place_before(std::uint64_t offset) const {
    Place nearest = points_.before(offset);
    for (const Place& place : recent_) {
        if (place.text <= offset && place.text > nearest.text) nearest = place;
    }
    return nearest;
}

std::size_t DecodedSource::read(std::uint64_t offset, char* to, std::size_t count) const {
    if (offset >= size_) return 0;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - offset));
    Place place = place_before(offset);
    std::size_t got = 0;
    while (got < count) {
        const Place before = place;
        const std::string_view piece = convert(place);
        if (piece.empty()) break;
        const std::uint64_t at = offset + got;
        if (place.text > at) {
            const std::string_view part =
                piece.substr(static_cast<std::size_t>(at - before.text), count - got);
            std::memcpy(to + got, part.data(), part.size());
            got += part.size();
        }
        if (place.text > offset + got) place = before; // the piece holds more: it is converted again
        if (got == count) break;
    }
    if (recent_.size() == kMostRecent) recent_.erase(recent_.begin());
    recent_.push_back(place);
    return got;
}

} // namespace padchestd::feed
