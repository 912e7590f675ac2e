#pragma once
// pipeline_state.json: a checksummed mirror of the checkpoint for people and monitors, written after the
// commit. Nothing is decided from it: where it is missing, broken or different, the database is right.

#include "store/checkpoint.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace padchestd::store {

// {"format":1,"feed":"…","generation":1,"last_row":…,"byte_offset":…,"batch":…,"committed_at":"…","crc32":"…"},
// where crc32 is eight hex digits over the text up to its own comma.
[[nodiscard]] std::string state_text(std::string_view feed, const Checkpoint& checkpoint);

enum class StateFile {
    agrees,
    missing,
    broken,    // not the format, or its checksum is wrong
    behind,    // the file has an earlier batch: the program ended between commit and file, or the file was
               // rolled back
    ahead,     // a later batch than the database's: the database was restored, or is another one
    elsewhere, // of another feed, or the same batch with other figures
};
[[nodiscard]] const char* name(StateFile state);

// Compares a file's content with the database's checkpoint. Only the very bytes of state_text() agree.
[[nodiscard]] StateFile compare_state_text(std::string_view text, std::string_view feed,
                                           const Checkpoint& checkpoint);

// The same for a file. Never throws: an unreadable file is `broken`.
[[nodiscard]] StateFile compare_state_file(const std::filesystem::path& file, std::string_view feed,
                                           const Checkpoint& checkpoint);

// Writes it atomically; throws std::system_error.
void write_state_file(const std::filesystem::path& file, std::string_view feed, const Checkpoint& checkpoint);

} // namespace padchestd::store
