#include "util/atomic_file.h"

#include "util/output_path.h"
#include "util/step.h"
#include "util/temporary_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <mutex>
#include <set>
#include <string>
#include <system_error>

namespace padchestd::util {

namespace {

// A reader that takes nothing for so long has stopped.
constexpr std::chrono::milliseconds kStreamPatience{5'000};

class Descriptor {
  public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

// A FIFO whose reader went gives EPIPE, and would end a program that does not ignore the signal.
class NoBrokenPipe {
  public:
    NoBrokenPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        (void)::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoBrokenPipe() {
        const timespec now{};
        if (sigismember(&before_, SIGPIPE) == 0) (void)::sigtimedwait(&pipe_, nullptr, &now);
        (void)::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipe(const NoBrokenPipe&) = delete;
    NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

  private:
    sigset_t pipe_{};
    sigset_t before_{};
};

[[noreturn]] void fail(const char* attempt, const std::filesystem::path& path, int error) {
    throw std::system_error(error, std::generic_category(),
                            std::string("cannot ") + attempt + " " + path.string());
}

void wait_for_reader(int fd, const std::filesystem::path& path) {
    pollfd waiting{fd, POLLOUT, 0};
    if (::poll(&waiting, 1, static_cast<int>(kStreamPatience.count())) == 0)
        fail("write into", path, ETIMEDOUT);
}

void write_all(int fd, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            wait_for_reader(fd, path);
            continue;
        }
        if (written < 0) fail("write", path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void write_into(const OutputPath& output, std::string_view content) {
    const Descriptor stream(open_stream(output));
    const NoBrokenPipe no_broken_pipe;
    step("file_write");
    write_all(stream.get(), content, output.path);
    step("file_done");
}

// Once a process and path: a folder may hold much else. A forked process counts as another one.
void clean_up_once(const OutputPath& output) {
    static std::mutex mutex;
    static std::set<std::string> cleaned;
    static pid_t process = 0;
    const std::lock_guard lock(mutex);
    if (process != ::getpid()) cleaned.clear();
    process = ::getpid();
    if (cleaned.insert(output.path.string()).second) remove_abandoned(output);
}

void sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0) fail("open the folder", folder, errno);
    if (::fsync(directory.get()) != 0) fail("sync the folder", folder, errno);
}

mode_t mode_of(Readable readable) {
    return readable == Readable::by_group ? 0640 : 0644;
}

void replace(const OutputPath& output, std::string_view content, Readable readable, Lasting lasting) {
    clean_up_once(output);
    TemporaryFile temporary(output);
    if (readable != Readable::as_umask_says && ::fchmod(temporary.descriptor(), mode_of(readable)) != 0)
        fail("set the mode of", output.path, errno);
    step("file_write");
    write_all(temporary.descriptor(), content, output.path);
    const bool syncs = lasting == Lasting::over_power_loss;
    step("file_fsync");
    if (syncs && ::fsync(temporary.descriptor()) != 0) fail("sync", output.path, errno);
    step("file_rename");
    if (syncs) {
        temporary.take_name();
        sync_folder(output.path);
    } else {
        temporary.take_name_quietly();
    }
    step("file_done");
}

} // namespace

void write_atomically(const std::filesystem::path& path, std::string_view content, Readable readable,
                      Lasting lasting) {
    const OutputPath output = output_path(path);
    if (output.is_stream()) return write_into(output, content);
    if (!output.is_file()) fail("write", output.path, EISDIR);
    replace(output, content, readable, lasting);
}

} // namespace padchestd::util
