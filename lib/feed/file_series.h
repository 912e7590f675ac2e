#pragma once
// The files that feed.path names. A path without a wildcard is one file. A pattern (`*`, `?` and `[…]` in the
// file's name) is a series: files that are read one after the other, in the order of the bytes of their
// names. Only the last one may grow. Opens no file, and knows neither text nor Postgres.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::feed {

// Whether the file's name holds a wildcard.
[[nodiscard]] bool is_pattern(const std::filesystem::path& path);

struct SeriesFile {
    std::string name;        // within the folder
    std::uint64_t bytes = 0; // on disk

    friend bool operator==(const SeriesFile&, const SeriesFile&) = default;
};

class FileSeries {
  public:
    // Lists nothing yet.
    explicit FileSeries(std::filesystem::path path);

    [[nodiscard]] bool is_pattern() const { return is_pattern_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // Looks for the files again. A hidden file, and one without a byte, is not taken yet. Of a path without a
    // wildcard nothing is looked for: its one file is listed, there or not, with 0 bytes. Throws
    // util::Failure (no_input): the folder cannot be read, all that matches is no regular file, a name is not
    // UTF-8; (config): a folder of the path holds a wildcard, and is not there under that very name.
    void list();

    // As of list(), in order.
    [[nodiscard]] const std::vector<SeriesFile>& files() const { return files_; }
    [[nodiscard]] const SeriesFile* find(std::string_view name) const;    // nullptr: not there
    [[nodiscard]] const SeriesFile* after(std::string_view name) const;   // the next one; nullptr: none
    [[nodiscard]] std::uint64_t bytes_after(std::string_view name) const; // of all later ones, on disk

    [[nodiscard]] std::filesystem::path path_of(std::string_view name) const;

  private:
    std::filesystem::path path_;
    bool is_pattern_;
    std::vector<SeriesFile> files_;
};

} // namespace padchestd::feed
