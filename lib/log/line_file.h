#pragma once
// The file that lines go to: opened again on demand, a failing one counted and tried again, never thrown
// about. Lines that the file does not take go to standard error. Used by one thread, but for the functions
// that state otherwise.

#include "log/event.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::log {

class LineFile {
  public:
    explicit LineFile(Target target);
    ~LineFile();
    LineFile(const LineFile&) = delete;
    LineFile& operator=(const LineFile&) = delete;

    // Any thread: the next line opens the target's file again. Never waits for a stuck disk.
    void retarget(Target target);

    // Any thread: lines that never reached the file since it last took one.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

    // Lines that were given up before they came here.
    void count_lost(std::uint64_t lines) { lost_ += lines; }

    // Writes the line and a newline in one write. After lines were lost, the first success is preceded by
    // log_recovered.
    void write(std::string_view line);

  private:
    void follow_target();
    void open();
    void close();
    bool append(std::string_view line);
    bool write_to_file(std::string_view text);
    void rotate();
    void fail(const char* attempt, int error);

    std::mutex mutex_; // of wanted_
    std::optional<Target> wanted_;
    Target target_;
    int fd_ = -1;
    std::filesystem::path path_; // of the open file, links followed
    std::uint64_t size_ = 0;     // of it
    bool rotates_ = false;       // it is a file, and is to be rotated
    bool line_cut_ = false;      // the file ends in the middle of a line
    bool failing_ = false;
    std::chrono::steady_clock::time_point next_try_;
    std::atomic<std::uint64_t> lost_{0};
};

} // namespace padchestd::log
