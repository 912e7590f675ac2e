#pragma once
// What this process holds of the machine.

#include <cstdint>

namespace padchestd::tests {

[[nodiscard]] std::int64_t resident_kib();
[[nodiscard]] std::int64_t open_descriptors();

} // namespace padchestd::tests
