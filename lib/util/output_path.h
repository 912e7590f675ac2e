#pragma once
// Where a file that an operator named is really written: links followed under a rule, and what is there.

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace padchestd::util {

struct OutputPath {
    std::filesystem::path path;          // no link in its last part
    std::optional<struct ::stat> status; // of what is there; nothing where it is missing

    [[nodiscard]] bool is_file() const { return !status || S_ISREG(status->st_mode); }
    // A device, a FIFO, a socket: written into, never replaced or removed.
    [[nodiscard]] bool is_stream() const { return !is_file() && !S_ISDIR(status->st_mode); }
};

// Follows links in the last part of `path`. In a folder that anyone may write to (/tmp) only the links of
// this user and of the folder's owner are followed, as the kernel does under fs.protected_symlinks. Throws
// std::system_error that names the path: a link that is refused, too many links, a folder that cannot be
// read.
[[nodiscard]] OutputPath output_path(const std::filesystem::path& path);

// Opens a stream for writing, without waiting for a FIFO's reader (ENXIO where it has none). The descriptor
// does not block. Throws std::system_error.
[[nodiscard]] int open_stream(const OutputPath& output);

// Removes the file; a stream stays. Ignores errors.
void remove_output(const std::filesystem::path& path);

// The operator's next question after a file could not be written.
[[nodiscard]] std::string output_hint(const std::error_code& error);

} // namespace padchestd::util
