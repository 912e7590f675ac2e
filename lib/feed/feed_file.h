#pragma once
// The feed as an open, read-only file: positioned reads, what fstat says, and failures worded for an
// operator. The only place of this layer that calls the system. Knows no CSV.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace padchestd::feed {

class FeedFile {
  public:
    // Nothing where no file stands under the path. Throws util::Failure (no_input) for anything but a
    // readable regular file, (io) for an I/O error.
    [[nodiscard]] static std::optional<FeedFile> open(const std::filesystem::path& path);

    ~FeedFile();
    FeedFile(FeedFile&& other) noexcept;
    FeedFile& operator=(FeedFile&& other) noexcept;

    // Asks the system again for the size and the time of the last change.
    void refresh();

    [[nodiscard]] std::uint64_t size() const { return size_; } // as of open() or refresh()
    [[nodiscard]] std::chrono::system_clock::time_point modified_at() const { return modified_at_; }
    // The later of the times of the last change to content and to inode: a copier can set the first one back,
    // but not the second one.
    [[nodiscard]] std::chrono::system_clock::time_point changed_at() const { return changed_at_; }
    [[nodiscard]] std::uint64_t device() const { return device_; }
    [[nodiscard]] std::uint64_t inode() const { return inode_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // Reads `count` bytes at `offset`; returns how many there are, fewer only at the end of the file.
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) const;

    // The offset of the first byte in [from, to) that is not NUL; `to` where there is none. Holes that the
    // file system knows of are passed over without reading them.
    [[nodiscard]] std::uint64_t nul_run_end(std::uint64_t from, std::uint64_t to) const;

  private:
    FeedFile(std::filesystem::path path, int descriptor);

    [[nodiscard]] std::uint64_t next_data(std::uint64_t from, std::uint64_t to) const;

    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::chrono::system_clock::time_point modified_at_;
    std::chrono::system_clock::time_point changed_at_;
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
};

} // namespace padchestd::feed
