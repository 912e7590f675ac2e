#pragma once
// The file that a made-up feed is written to: read from its start, added to at its end. Not the reader of
// feeds (lib/feed).

#include "util/output_path.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace padchestd::simulator {

class FeedFile {
  public:
    // Creates it where it is missing; `keep` what is in it, or empty it. Links are followed as
    // util::output_path() says; a device or a FIFO is written into, and holds nothing to read. Throws
    // util::Failure (cannot_create).
    FeedFile(std::filesystem::path path, bool keep);
    ~FeedFile();
    FeedFile(const FeedFile&) = delete;
    FeedFile& operator=(const FeedFile&) = delete;

    // Up to `length` bytes at `offset`: fewer only at the end. Throws util::Failure (io), as append() does.
    [[nodiscard]] std::string read(std::uint64_t offset, std::size_t length) const;

    void append(std::string_view bytes);

    [[nodiscard]] std::uint64_t size() const { return size_; } // as this program left it
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    void open(const util::OutputPath& output, bool keep);

    std::filesystem::path path_;
    bool is_stream_ = false;
    int file_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace padchestd::simulator
