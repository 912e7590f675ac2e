#pragma once
// A folder of a test's own, gone with all that is in it when the test ends.

#include <filesystem>
#include <string>
#include <string_view>

namespace padchestd::tests {

class TempFolder {
  public:
    TempFolder(); // throws std::system_error
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// A whole file, byte for byte. Both throw std::system_error.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path,
                std::string_view bytes); // makes or replaces it, same inode
void append_file(const std::filesystem::path& path,
                 std::string_view bytes); // in one write, as a slow writer does

} // namespace padchestd::tests
