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

namespace padchestd::feed {

namespace {

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

std::unique_ptr<FeedFile> FeedFile::open(const std::filesystem::path& path) {
    // Not blocking: opening a named pipe without a writer would wait for one.
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    const int descriptor = ::open(path.c_str(), flags);
    if (descriptor < 0 && errno == ENOENT) return nullptr;
    if (descriptor < 0) fail("open", path, errno);
    return std::unique_ptr<FeedFile>(new FeedFile(path, descriptor)); // its constructor is private
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

void FeedFile::refresh() {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) fail("look at", path_, errno);
    if (!S_ISREG(status.st_mode)) {
        const char* const kind = S_ISDIR(status.st_mode) ? "a directory" : "not a regular file";
        throw util::Failure("the feed " + path_.string() + " is " + kind,
                            "does feed.path name the CSV file itself?", util::ExitCode::no_input);
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    const auto modified_at = time_point(status.st_mtim);
    facts_ = {modified_at, std::max(modified_at, time_point(status.st_ctim)), status.st_dev, status.st_ino};
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

// A file system may know of no hole, and a block that was written may hold NULs.
std::uint64_t FeedFile::next_data(std::uint64_t from, std::uint64_t to) const {
    const off_t data = ::lseek(descriptor_, static_cast<off_t>(from), SEEK_DATA);
    if (data < 0) return errno == ENXIO ? to : from; // ENXIO: nothing but a hole up to the file's end
    return std::clamp(static_cast<std::uint64_t>(data), from, to);
}

} // namespace padchestd::feed
