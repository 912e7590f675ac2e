#include "simulator/output_file.h"

#include "util/failure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace padchestd::simulator {
namespace {

[[noreturn]] void fail(const char* attempt, const std::filesystem::path& path, util::ExitCode exit_code) {
    const int error = errno;
    throw util::Failure(std::string("cannot ") + attempt + " " + path.string() + ": " +
                            std::generic_category().message(error),
                        error == ENOSPC ? "is the disk full?"
                                        : "does its folder exist, and may this user write there?",
                        exit_code);
}

} // namespace

FeedFile::FeedFile(std::filesystem::path path, bool keep)
    : path_(std::move(path)) {
    try {
        open(util::output_path(path_), keep);
    } catch (const std::system_error& error) {
        throw util::Failure(error.what(), util::output_hint(error.code()), util::ExitCode::cannot_create);
    }
    struct stat status {};
    if (::fstat(file_, &status) != 0) {
        ::close(file_);
        fail("look at", path_, util::ExitCode::io);
    }
    if (!is_stream_) size_ = static_cast<std::uint64_t>(status.st_size);
}

// A FIFO's reader is waited for: the writer of a feed has nothing else to do.
void FeedFile::open(const util::OutputPath& output, bool keep) {
    is_stream_ = output.is_stream();
    const int flags = is_stream_ ? O_WRONLY : O_RDWR | O_CREAT | (keep ? 0 : O_TRUNC);
    file_ = ::open(output.path.c_str(), flags | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0644);
    if (file_ < 0) fail("write", path_, util::ExitCode::cannot_create);
}

FeedFile::~FeedFile() {
    ::close(file_);
}

std::string FeedFile::read(std::uint64_t offset, std::size_t length) const {
    if (is_stream_) return {};
    std::string bytes(length, '\0');
    std::size_t have = 0;
    while (have < length) {
        const auto got =
            ::pread(file_, bytes.data() + have, length - have, static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read", path_, util::ExitCode::io);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

void FeedFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto put = is_stream_ ? ::write(file_, bytes.data(), bytes.size())
                                    : ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) fail("write to", path_, util::ExitCode::io);
        size_ += static_cast<std::uint64_t>(put);
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

} // namespace padchestd::simulator
