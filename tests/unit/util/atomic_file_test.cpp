// A kill shows what a process left undone, but not what the kernel had not yet written when the power went:
// so the calls are watched here, by functions that replace libc's.

#include "support/temp_folder.h"
#include "util/atomic_file.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace padchestd;

namespace {

std::vector<std::string>* calls_seen = nullptr;

void note(const std::string& call) {
    if (calls_seen != nullptr) calls_seen->push_back(call);
}

std::string name_of(int descriptor) {
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor)).filename().string();
}

std::vector<std::string> names_in(const tests::TempFolder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

extern "C" int fsync(int descriptor) {
    note("fsync " + name_of(descriptor));
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" int rename(const char* from, const char* to) noexcept {
    note("rename " + std::filesystem::path(from).filename().string() + " " +
         std::filesystem::path(to).filename().string());
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

TEST_CASE("a file is on the disk before it takes its name, and its name is before the writer continues") {
    const tests::TempFolder folder;
    const auto file = folder / "state";
    tests::write_file(file, "old");
    std::vector<std::string> calls;
    calls_seen = &calls;
    util::write_atomically(file, "new");
    calls_seen = nullptr;
    REQUIRE(calls.size() == 3);
    CHECK(calls[0].starts_with("fsync .state."));
    CHECK(calls[1] == "rename " + calls[0].substr(6) + " state");
    CHECK(calls[2] == "fsync " + folder.path().filename().string());
    CHECK(tests::read_file(file) == "new");
    CHECK(names_in(folder) == std::vector<std::string>{"state"});
}

TEST_CASE("a file that need not outlast a power loss is replaced whole, without waiting for the disk") {
    const tests::TempFolder folder;
    const auto file = folder / "metrics";
    tests::write_file(file, "old");
    std::vector<std::string> calls;
    calls_seen = &calls;
    util::write_atomically(file, "new", util::Readable::by_everyone, util::Lasting::while_running);
    calls_seen = nullptr;
    CHECK(calls.empty()); // no fsync, and no rename over a file, which ext4 writes out
    CHECK(tests::read_file(file) == "new");
    CHECK(names_in(folder) == std::vector<std::string>{"metrics"});
    std::filesystem::remove(file);
    util::write_atomically(file, "first", util::Readable::by_everyone, util::Lasting::while_running);
    CHECK(tests::read_file(file) == "first");
    CHECK(names_in(folder) == std::vector<std::string>{"metrics"});
}
