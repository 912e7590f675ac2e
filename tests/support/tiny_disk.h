#pragma once
// A file system of a few pages, to be filled up: a real ENOSPC.

#include "support/temp_folder.h"

#include <filesystem>

namespace padchestd::tests {

class TinyDisk {
  public:
    // Mounted on a folder that it makes. Where that is not allowed (it needs root), there() is false.
    explicit TinyDisk(std::filesystem::path path, std::size_t bytes = std::size_t{256} << 10U);
    ~TinyDisk();
    TinyDisk(const TinyDisk&) = delete;
    TinyDisk& operator=(const TinyDisk&) = delete;

    [[nodiscard]] bool there() const { return mounted_; }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }
    void fill() const;
    void free() const;

  private:
    std::filesystem::path path_;
    bool mounted_ = false;
};

} // namespace padchestd::tests
