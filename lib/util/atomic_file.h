#pragma once
// A file that is either the old one or the new one, whole, whatever happens in between.

#include <filesystem>
#include <string_view>

namespace padchestd::util {

// Who may read the file. `by_group` (0640) and `by_everyone` (0644): whatever the umask (the systemd unit's
// is 0027) and the old file's mode, for files that other programs look at.
enum class Readable { as_umask_says, by_group, by_everyone };

// Whether the new file outlasts a machine that loses power. One that does not may be empty then: for what is
// written again and again, and says nothing of value once its writer is gone.
enum class Lasting { over_power_loss, while_running };

// Writes `content` to a temporary file in the same folder, fsyncs it, renames it over `path`, and fsyncs the
// folder (without these two `while_running`). On failure throws std::system_error that names the step and the
// path (util/output_path.h has its hint); the old file is untouched and the temporary one is gone. Steps
// (util/step.h): file_write, file_fsync, file_rename, file_done.
//
// Links are followed as output_path() says. An existing file's mode and group are kept (its owner too, where
// this user may); a new one gets 0644 less the umask. `readable` by group or everyone sets the mode of both.
// The temporary file has a name that nobody can guess or take: several writers at once all succeed, the last
// one to rename stays. What a killed writer left is removed by the next one's first write. A device or a FIFO
// is written into, with no more than a few seconds' wait for its reader.
void write_atomically(const std::filesystem::path& path, std::string_view content,
                      Readable readable = Readable::as_umask_says,
                      Lasting lasting = Lasting::over_power_loss);

} // namespace padchestd::util
