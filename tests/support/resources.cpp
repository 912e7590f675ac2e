#include "support/resources.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace padchestd::tests {

std::int64_t resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kib = 0;
        if (word == "VmRSS:" && status >> kib) return kib;
    }
    return 0;
}

std::int64_t open_descriptors() {
    using Entries = std::filesystem::directory_iterator;
    return std::distance(Entries("/proc/self/fd"), Entries());
}

} // namespace padchestd::tests
