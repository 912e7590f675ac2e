#include "feed/feed_file.h"

#include "util/failure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace padchestd::feed {

namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;

[[noreturn]] void fail(const char* attempt, const std::filesystem::path& path, int error) {
    const std::string what = std::string("cannot ") + attempt + " the feed " + path.string() + ": " +
                             std::generic_category().message(error);
    if (error == EIO || error == ESTALE) {
        throw util::Failure(what, "is the disk or the mount under the feed healthy?", util::ExitCode::io);
    }
    throw util::Failure(what, "may this user read the file, and pass through every folder above it?",
                        util::ExitCode::no_input);
}

std::chrono::system_clock::time_point time_point(const timespec& time) {
    const auto since_epoch = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(since_epoch));
}

} // namespace

std::optional<FeedFile> FeedFile::open(const std::filesystem::path& path) {
    // Not blocking: opening a named pipe without a writer would wait for one.
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    const int descriptor = ::open(path.c_str(), flags);
    if (descriptor < 0 && errno == ENOENT) return std::nullopt;
    if (descriptor < 0) fail("open", path, errno);
    return FeedFile(path, descriptor);
}

FeedFile::FeedFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path))
    , descriptor_(descriptor) {
    try {
        refresh();
    } catch (...) {
        ::close(descriptor_);
        throw;
    }
}

FeedFile::~FeedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

FeedFile::FeedFile(FeedFile&& other) noexcept
    : path_(std::move(other.path_))
    , descriptor_(std::exchange(other.descriptor_, -1))
    , size_(other.size_)
    , modified_at_(other.modified_at_)
    , changed_at_(other.changed_at_)
    , device_(other.device_)
    , inode_(other.inode_) {}

FeedFile& FeedFile::operator=(FeedFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    size_ = other.size_;
    modified_at_ = other.modified_at_;
    changed_at_ = other.changed_at_;
    device_ = other.device_;
    inode_ = other.inode_;
    return *this;
}

void FeedFile::refresh() {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) fail("look at", path_, errno);
    if (!S_ISREG(status.st_mode)) {
        const char* const kind = S_ISDIR(status.st_mode) ? "a directory" : "not a regular file";
        throw util::Failure("the feed " + path_.string() + " is " + kind,
                            "does feed.path name the CSV file itself?", util::ExitCode::no_input);
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    modified_at_ = time_point(status.st_mtim);
    changed_at_ = std::max(modified_at_, time_point(status.st_ctim));
    device_ = status.st_dev;
    inode_ = status.st_ino;
}

std::size_t FeedFile::read(std::uint64_t offset, char* to, std::size_t count) const {
    std::size_t done = 0;
    while (done < count) {
        const ssize_t got = ::pread(descriptor_, to + done, count - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read", path_, errno);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::uint64_t FeedFile::nul_run_end(std::uint64_t from, std::uint64_t to) const {
    std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, to - from)));
    while (from < to) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), to - from));
        const std::size_t got = read(from, piece.data(), want);
        const auto end = piece.begin() + static_cast<std::ptrdiff_t>(got);
        const auto text = std::find_if(piece.begin(), end, [](char byte) { return byte != '\0'; });
        from += static_cast<std::uint64_t>(text - piece.begin());
        if (text != end) return from;
        if (got < want) break; // the file was cut meanwhile
        from = next_data(from, to);
    }
    return to;
}

// Only a hint: a file system may know of no hole, and a block that was written may hold NULs.
std::uint64_t FeedFile::next_data(std::uint64_t from, std::uint64_t to) const {
    const off_t data = ::lseek(descriptor_, static_cast<off_t>(from), SEEK_DATA);
    if (data < 0) return errno == ENXIO ? to : from; // ENXIO: nothing but a hole up to the file's end
    return std::clamp(static_cast<std::uint64_t>(data), from, to);
}

} // namespace padchestd::feed
