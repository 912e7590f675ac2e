#pragma once
// Which byte source a path needs.

#include "feed/byte_source.h"

#include <filesystem>
#include <memory>

namespace padchestd::feed {

// Empty while there is no file under the path. A name that ends in .gz, .bgz or .zst means a compressed file.
// `before`: what an earlier call gave for the path, or empty; a compressed file need not be unpacked again
// where it goes on. Throws util::Failure (no_input) for anything but a readable regular file, (io) for an I/O
// error, (data) where the content is not what the name promises.
[[nodiscard]] std::unique_ptr<ByteSource> open_source(const std::filesystem::path& path,
                                                      std::unique_ptr<ByteSource> before = nullptr);

} // namespace padchestd::feed
