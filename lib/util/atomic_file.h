#pragma once
// A file that is either the old one or the new one, whole, whatever happens in between.

#include <filesystem>
#include <string_view>

namespace padchestd::util {

// Writes `content` to a temporary file in the same folder, fsyncs it, renames it over `path`, and fsyncs the
// folder. On failure throws std::system_error that names the step and the path; the old file is untouched and
// the temporary one is gone. Steps (util/step.h): file_write, file_fsync, file_rename, file_done.
void write_atomically(const std::filesystem::path& path, std::string_view content);

} // namespace padchestd::util
