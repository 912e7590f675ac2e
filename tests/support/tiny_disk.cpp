#include "support/tiny_disk.h"

#include <sys/mount.h>

#include <string>
#include <system_error>

namespace padchestd::tests {

TinyDisk::TinyDisk(std::filesystem::path path, std::size_t bytes)
    : path_(std::move(path)) {
    std::filesystem::create_directory(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, ("size=" + std::to_string(bytes)).c_str()) == 0;
}

TinyDisk::~TinyDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
}

void TinyDisk::fill() const {
    try {
        for (;;) append_file(path_ / "filler", std::string(4096, 'x'));
    } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch): full
    }
}

void TinyDisk::free() const {
    std::filesystem::remove(path_ / "filler");
}

} // namespace padchestd::tests
