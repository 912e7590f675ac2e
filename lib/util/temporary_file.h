#pragma once
// A new file beside the one that it will replace, under a name of its own: `.NAME.0123456789abcdef.tmp`. Held
// locked while its writer lives, so that another writer can tell it from what a killed one left.

#include "util/output_path.h"

#include <filesystem>
#include <string>

namespace padchestd::util {

class TemporaryFile {
  public:
    // With the mode, group and owner of what is there already, or 0644 less the umask. Throws
    // std::system_error.
    explicit TemporaryFile(const OutputPath& replaced);
    ~TemporaryFile(); // removes it, unless it took its name
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] int descriptor() const { return file_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // Renames it over the file that it replaces. Throws std::system_error; EBUSY and EXDEV where that one is
    // a mount of its own.
    void take_name();
    // The same by an exchange of both names: a file system that writes a file out as soon as it is renamed
    // over another one (ext4) does not. Falls back to take_name().
    void take_name_quietly();

  private:
    void create();

    const OutputPath& replaced_;
    std::filesystem::path path_;
    int file_ = -1;
    bool took_name_ = false;
};

// Removes the temporary files of writers that are gone.
void remove_abandoned(const OutputPath& replaced);

} // namespace padchestd::util
