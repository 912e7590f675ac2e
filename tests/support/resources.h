#pragma once
// What this process, or another one, holds of the machine.

#include <sys/types.h>

#include <cstdint>

namespace padchestd::tests {

[[nodiscard]] std::int64_t resident_kib();
[[nodiscard]] std::int64_t open_descriptors();
[[nodiscard]] std::int64_t resident_kib(pid_t process);
[[nodiscard]] std::int64_t open_descriptors(pid_t process);

} // namespace padchestd::tests
