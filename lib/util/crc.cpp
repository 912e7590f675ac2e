#include "util/crc.h"

#include <zlib.h>

#include <array>
#include <cstdio>

namespace padchestd::util {

std::string crc32_hex(std::string_view bytes) {
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    const unsigned long crc = ::crc32_z(0, data, bytes.size());
    std::array<char, 9> text{};
    (void)std::snprintf(text.data(), text.size(), "%08lx", crc);
    return text.data();
}

} // namespace padchestd::util
