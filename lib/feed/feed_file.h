#pragma once
// The feed as an open, read-only file: positioned reads, what fstat gives, and failures worded for an
// operator. The only place of this layer that calls the system. Knows no CSV.

#include "feed/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace padchestd::feed {

class FeedFile final : public ByteSource {
  public:
    // Empty where there is no file under the path. Throws util::Failure (no_input) for anything but a
    // readable regular file, (io) for an I/O error.
    [[nodiscard]] static std::unique_ptr<FeedFile> open(const std::filesystem::path& path);

    ~FeedFile() override;
    FeedFile(const FeedFile&) = delete;
    FeedFile& operator=(const FeedFile&) = delete;

    void refresh() override;
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] const FileFacts& facts() const override { return facts_; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override;
    [[nodiscard]] bool is_for_two_threads() const override { return true; }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    FeedFile(std::filesystem::path path, int descriptor);

    // Holes that the file system knows of are passed over without reading them.
    [[nodiscard]] std::uint64_t next_data(std::uint64_t from, std::uint64_t to) const override;

    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    FileFacts facts_;
};

} // namespace padchestd::feed
