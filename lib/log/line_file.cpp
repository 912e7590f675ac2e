#include "log/line_file.h"

#include "log/line.h"
#include "util/output_path.h"
#include "util/time_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace padchestd::log {

namespace {

// A file that could not be opened is not tried again for every line.
constexpr auto kRetryAfter = std::chrono::seconds(1);

// Best effort: nobody is left to tell where standard error fails.
void write_to_standard_error(std::string_view line) {
    std::string text;
    if (::isatty(STDERR_FILENO) == 1) text = "\r\x1b[K"; // a progress bar may be there
    text += line;
    text += '\n';
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

LineFile::LineFile(Target target)
    : target_(std::move(target)) {
    open();
}

LineFile::~LineFile() {
    close();
}

void LineFile::retarget(Target target) {
    const std::lock_guard lock(mutex_);
    wanted_ = std::move(target);
}

void LineFile::follow_target() {
    const std::lock_guard lock(mutex_);
    if (!wanted_) return;
    target_ = *std::exchange(wanted_, std::nullopt);
    close();
    open();
}

void LineFile::open() {
    line_cut_ = false;
    if (target_.file.empty()) return;
    constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
    rotates_ = false;
    try {
        const util::OutputPath output = util::output_path(target_.file);
        // A FIFO's reader that stops makes lines lost, not the log stuck.
        fd_ = output.is_stream() ? util::open_stream(output) : ::open(output.path.c_str(), kFlags, 0640);
        if (fd_ < 0) {
            fail("open", errno);
            return;
        }
        rotates_ = !output.is_stream() && target_.rotate_bytes > 0;
        path_ = output.path;
    } catch (const std::system_error& error) {
        fail("open", error.code().value());
        return;
    }
    struct stat status {};
    size_ = ::fstat(fd_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// file.1 becomes file.2 and so on, the file becomes file.1. A rename that fails leaves the file to grow:
// better long than lost.
void LineFile::rotate() {
    const auto numbered = [this](std::uint64_t number) {
        return path_.string() + "." + std::to_string(number);
    };
    std::error_code ignored;
    for (std::uint64_t number = target_.rotate_keep; number > 1; --number)
        std::filesystem::rename(numbered(number - 1), numbered(number), ignored);
    if (target_.rotate_keep > 0)
        std::filesystem::rename(path_, numbered(1), ignored);
    else
        std::filesystem::remove(path_, ignored);
    close();
    open();
}

void LineFile::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

void LineFile::write(std::string_view line) {
    follow_target();
    if (target_.file.empty()) {
        write_to_standard_error(line);
        return;
    }
    const bool taken = append(line);
    if (!taken) ++lost_;
    if (!taken || target_.standard_error) write_to_standard_error(line);
}

bool LineFile::append(std::string_view line) {
    if (fd_ < 0) {
        if (std::chrono::steady_clock::now() < next_try_) return false;
        open();
        if (fd_ < 0) return false;
    }
    const auto now = util::rfc3339(std::chrono::system_clock::now());
    std::string text;
    // Not truncated: a reader that follows the file would start again from its beginning.
    if (line_cut_) text += '\n';
    const std::uint64_t lost = lost_;
    if (lost > 0)
        text += log::line(target_.format, Level::warning, "log_recovered", {{"dropped", lost}}, now) + '\n';
    text += line;
    text += '\n';
    if (rotates_ && size_ > 0 && size_ + text.size() > target_.rotate_bytes) {
        rotate();
        if (fd_ < 0) return false;
    }
    if (!write_to_file(text)) return false;
    failing_ = false;
    line_cut_ = false;
    lost_ -= lost; // the queue may have lost more meanwhile
    return true;
}

bool LineFile::write_to_file(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            fail("write to", written == 0 ? EIO : errno);
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
        line_cut_ = !text.empty();
    }
    return true;
}

// Once, on standard error: the file cannot take it.
void LineFile::fail(const char* attempt, int error) {
    next_try_ = std::chrono::steady_clock::now() + kRetryAfter;
    if (std::exchange(failing_, true)) return;
    const auto now = util::rfc3339(std::chrono::system_clock::now());
    const auto problem = std::string("cannot ") + attempt + " the log " + target_.file.string();
    write_to_standard_error(log::line(target_.format, Level::error, "log_failed",
                                      {{"problem", problem},
                                       {"errno", error},
                                       {"hint", "is the disk full, or the folder missing or not writable?"}},
                                      now));
}

} // namespace padchestd::log
