#pragma once
// Which byte source a path needs.

#include "feed/byte_source.h"
#include "feed/declaration.h"

#include <filesystem>
#include <memory>

namespace padchestd::feed {

// Empty while there is no file under the path. A name that ends in .gz, .bgz or .zst means a compressed file.
// Text that is declared to be in another encoding than UTF-8 is converted, so that all offsets are places in
// UTF-8. `before`: what an earlier call gave for the path, or empty; a file need not be unpacked and
// converted again where it goes on. Throws util::Failure (no_input) for anything but a readable regular file,
// (io) for an I/O error, (data) where the content is not what name and encoding promise.
[[nodiscard]] std::unique_ptr<ByteSource> open_source(const std::filesystem::path& path,
                                                      Encoding encoding = Encoding::utf8,
                                                      std::unique_ptr<ByteSource> before = nullptr);

} // namespace padchestd::feed
