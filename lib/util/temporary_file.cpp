#include "util/temporary_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <system_error>

namespace padchestd::util {

namespace {

constexpr std::string_view kSuffix = ".tmp";
constexpr std::size_t kRandomDigits = 16; // 64 bits of the system's randomness

std::string prefix_of(const OutputPath& replaced) {
    return "." + replaced.path.filename().string() + ".";
}

std::filesystem::path folder_of(const OutputPath& replaced) {
    return replaced.path.has_parent_path() ? replaced.path.parent_path() : std::filesystem::path(".");
}

std::string name_of(std::uint64_t number) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::size_t digits = 0; digits < kRandomDigits; ++digits, number >>= 4U)
        text += kDigits[number & 0xFU];
    return text;
}

std::string unguessable() {
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number))
        throw std::system_error(errno, std::generic_category(), "cannot make a name for a new file");
    return name_of(number);
}

// Before its mode: a group that cannot be kept must not get the rights that the old one had.
void keep_rights(int file, const struct ::stat& old) {
    mode_t mode = old.st_mode & 0777U;
    const bool owner_kept = ::fchown(file, old.st_uid, old.st_gid) == 0;
    if (!owner_kept && ::fchown(file, static_cast<uid_t>(-1), old.st_gid) != 0)
        mode = (mode & ~mode_t{S_IRWXG}) | (mode & mode_t{S_IRWXO}) << 3U;
    (void)::fchmod(file, mode);
}

bool removed(int file) {
    struct ::stat status {};
    return ::fstat(file, &status) == 0 && status.st_nlink == 0;
}

} // namespace

TemporaryFile::TemporaryFile(const OutputPath& replaced)
    : replaced_(replaced) {
    // Once more where somebody took it for an abandoned one before it was locked.
    do {
        create();
        (void)::flock(file_, LOCK_EX);
    } while (removed(file_) && ::close(file_) == 0);
    if (replaced.status) keep_rights(file_, *replaced.status);
}

void TemporaryFile::create() {
    path_ = folder_of(replaced_) / (prefix_of(replaced_) + unguessable() + std::string(kSuffix));
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    file_ = ::open(path_.c_str(), kFlags, replaced_.status ? 0600 : 0644);
    if (file_ >= 0) return;
    const int error = errno;
    throw std::system_error(error, std::generic_category(),
                            "cannot create a new file for " + replaced_.path.string());
}

TemporaryFile::~TemporaryFile() {
    if (!took_name_) ::unlink(path_.c_str());
    ::close(file_);
}

void TemporaryFile::take_name() {
    if (std::rename(path_.c_str(), replaced_.path.c_str()) == 0) {
        took_name_ = true;
        return;
    }
    const int error = errno;
    const bool mount = error == EBUSY || error == EXDEV;
    throw std::system_error(
        error, std::generic_category(),
        std::string(mount ? "cannot replace the mounted file " : "cannot rename a new file to ") +
            replaced_.path.string());
}

// The old file is then under the temporary name, and the destructor removes it.
void TemporaryFile::take_name_quietly() {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, replaced_.path.c_str(), RENAME_EXCHANGE) != 0)
        take_name();
}

void remove_abandoned(const OutputPath& replaced) {
    const std::string prefix = prefix_of(replaced);
    std::error_code ignored; // a folder that cannot be read can still be written
    for (const auto& entry : std::filesystem::directory_iterator(folder_of(replaced), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix) || !name.ends_with(kSuffix) ||
            name.size() != prefix.size() + kRandomDigits + kSuffix.size())
            continue;
        const int file = ::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (file < 0) continue;
        if (::flock(file, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
        ::close(file);
    }
}

} // namespace padchestd::util
