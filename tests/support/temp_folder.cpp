#include "support/temp_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace padchestd::tests {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

void write_with(const std::filesystem::path& path, std::string_view bytes, int flags) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (file < 0) fail(path);
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            ::close(file);
            fail(path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    ::close(file);
}

} // namespace

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "padchestd-test.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) fail(name);
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) fail(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
    write_with(path, bytes, O_TRUNC);
}

void append_file(const std::filesystem::path& path, std::string_view bytes) {
    write_with(path, bytes, O_APPEND);
}

} // namespace padchestd::tests
