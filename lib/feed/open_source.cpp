#include "feed/open_source.h"

#include "feed/decoded_source.h"
#include "feed/unpacked_source.h"
#include "util/failure.h"

#include <array>
#include <string_view>

namespace padchestd::feed {

namespace {

constexpr std::string_view kGzip = "\x1F\x8B";
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";
constexpr std::string_view kZstdSkippable = "\x2A\x4D\x18"; // after a byte 0x50 to 0x5F

Packing promised(const std::filesystem::path& path) {
    const auto extension = path.extension();
    if (extension == ".gz" || extension == ".bgz") return Packing::gzip;
    return extension == ".zst" ? Packing::zstd : Packing::none;
}

// Whether one begins with the other: the file may be shorter than the mark.
bool agree(std::string_view start, std::string_view mark) {
    const auto length = std::min(start.size(), mark.size());
    return start.substr(0, length) == mark.substr(0, length);
}

bool is_zstd(std::string_view start) {
    return agree(start, kZstd) ||
           ((start.front() & '\xF0') == '\x50' && agree(start.substr(1), kZstdSkippable));
}

[[noreturn]] void refuse(const std::filesystem::path& path, const char* content, const char* hint) {
    throw util::Failure("the feed " + path.string() + " holds " + content +
                            ", which its name does not promise",
                        hint, util::ExitCode::data);
}

// A file that has not begun, or only as a hole, is none of them yet.
void check(const FeedFile& file, Packing packing) {
    std::array<char, 4> bytes{};
    const std::string_view start(bytes.data(), file.read(0, bytes.data(), bytes.size()));
    if (start.empty() || start.front() == '\0') return;
    constexpr const char* kName = "compressed feeds are named .gz, .bgz or .zst, and others are not: does "
                                  "feed.path name the right file?";
    const bool whole = start.size() == bytes.size();
    if (packing != Packing::gzip && whole && agree(start, kGzip)) refuse(file.path(), "gzip data", kName);
    if (packing != Packing::zstd && whole && agree(start, kZstd)) refuse(file.path(), "zstd data", kName);
    if (packing == Packing::gzip && !agree(start, kGzip)) refuse(file.path(), "no gzip data", kName);
    if (packing == Packing::zstd && !is_zstd(start)) refuse(file.path(), "no zstd data", kName);
}

// The text as it is.
std::unique_ptr<ByteSource> open_text(const std::filesystem::path& path, std::unique_ptr<ByteSource> before) {
    auto file = FeedFile::open(path);
    if (!file) return nullptr;
    const Packing packing = promised(path);
    check(*file, packing);
    if (packing == Packing::none) return file;
    auto* const unpacked = dynamic_cast<UnpackedSource*>(before.get());
    if (unpacked == nullptr || unpacked->packing() != packing)
        return std::make_unique<UnpackedSource>(std::move(file), packing);
    unpacked->reopen(std::move(file));
    return before;
}

} // namespace

std::unique_ptr<ByteSource> open_source(const std::filesystem::path& path, Encoding encoding,
                                        std::unique_ptr<ByteSource> before) {
    if (encoding == Encoding::utf8) return open_text(path, std::move(before));
    auto* const decoded = dynamic_cast<DecodedSource*>(before.get());
    const bool goes_on = decoded != nullptr && decoded->encoding() == encoding;
    auto text = open_text(path, goes_on ? decoded->release() : nullptr);
    if (!text) return nullptr;
    if (!goes_on) return std::make_unique<DecodedSource>(std::move(text), encoding, path.string());
    decoded->reopen(std::move(text));
    return before;
}

} // namespace padchestd::feed
