#pragma once
// Which byte source a path needs.

#include "feed/byte_source.h"

#include <filesystem>
#include <memory>

namespace padchestd::feed {

// Empty while there is no file under the path. Throws util::Failure (no_input) for anything but a readable
// regular file, (io) for an I/O error.
[[nodiscard]] std::unique_ptr<ByteSource> open_source(const std::filesystem::path& path);

} // namespace padchestd::feed
