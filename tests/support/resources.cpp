#include "support/resources.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace padchestd::tests {

namespace {

std::int64_t resident_of(const std::string& process) {
    std::ifstream status("/proc/" + process + "/status");
    for (std::string word; status >> word;) {
        std::int64_t kib = 0;
        if (word == "VmRSS:" && status >> kib) return kib;
    }
    return 0;
}

std::int64_t descriptors_of(const std::string& process) {
    using Entries = std::filesystem::directory_iterator;
    return std::distance(Entries("/proc/" + process + "/fd"), Entries());
}

} // namespace

std::int64_t resident_kib() {
    return resident_of("self");
}

std::int64_t open_descriptors() {
    return descriptors_of("self");
}

std::int64_t resident_kib(pid_t process) {
    return resident_of(std::to_string(process));
}

std::int64_t open_descriptors(pid_t process) {
    return descriptors_of(std::to_string(process));
}

} // namespace padchestd::tests
