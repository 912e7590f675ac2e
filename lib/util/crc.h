#pragma once
// The checksum of small files: CRC-32 as zlib computes it. Finds accidents, not intent.

#include <string>
#include <string_view>

namespace padchestd::util {

// Eight lower-case hex digits.
[[nodiscard]] std::string crc32_hex(std::string_view bytes);

} // namespace padchestd::util
