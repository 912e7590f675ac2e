#include "util/atomic_file.h"

#include "util/step.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace padchestd::util {

namespace {

class Descriptor {
  public:
    Descriptor(const std::filesystem::path& path, int flags)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

[[noreturn]] void fail(const char* attempt, const std::filesystem::path& path, int error) {
    throw std::system_error(error, std::generic_category(),
                            std::string("cannot ") + attempt + " " + path.string());
}

void write_all(int fd, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("write", path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void write_durably(const std::filesystem::path& path, std::string_view content) {
    const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.get() < 0) fail("create", path, errno);
    step("file_write");
    write_all(file.get(), content, path);
    step("file_fsync");
    if (::fsync(file.get()) != 0) fail("sync", path, errno);
}

} // namespace

void write_atomically(const std::filesystem::path& path, std::string_view content) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    auto temporary = path;
    temporary += ".new";
    try {
        write_durably(temporary, content);
        step("file_rename");
        if (::rename(temporary.c_str(), path.c_str()) != 0) fail("rename a new file to", path, errno);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    const Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
    if (directory.get() < 0) fail("open the folder", folder, errno);
    if (::fsync(directory.get()) != 0) fail("sync the folder", folder, errno);
    step("file_done");
}

} // namespace padchestd::util
