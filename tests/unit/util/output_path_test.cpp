// Files that are no plain files, files of others, and several writers of one file.

#include "support/recovery_proof.h"
#include "support/temp_folder.h"
#include "util/atomic_file.h"
#include "util/output_path.h"
#include "util/temporary_file.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

using namespace padchestd;
using tests::TempFolder;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

int error_of_writing(const fs::path& file) {
    try {
        util::write_atomically(file, "new");
    } catch (const std::system_error& error) {
        return error.code().value();
    }
    return 0;
}

struct ::stat look(const fs::path& file) {
    struct ::stat status {};
    REQUIRE(::lstat(file.c_str(), &status) == 0);
    return status;
}

} // namespace

TEST_CASE("a FIFO is written into, and a FIFO without a reader is an error at once") {
    const TempFolder folder;
    const auto fifo = folder / "page";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(error_of_writing(fifo) == ENXIO);
    const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    std::string read;
    const std::string page(300'000, 'x'); // more than a pipe holds
    std::thread taking([&] {
        std::array<char, 4096> piece{};
        while (read.size() < page.size()) {
            const auto got = ::read(reader, piece.data(), piece.size());
            if (got > 0) read.append(piece.data(), static_cast<std::size_t>(got));
        }
    });
    util::write_atomically(fifo, page);
    taking.join();
    CHECK(read == page);
    ::close(reader);
    CHECK(S_ISFIFO(look(fifo).st_mode));
    util::remove_output(fifo);
    CHECK(S_ISFIFO(look(fifo).st_mode));
    util::write_atomically("/dev/null", "new");
    CHECK(S_ISCHR(look("/dev/null").st_mode));
    tests::note_proof("an output that is a device or a FIFO (before: replaced by a file)", 2,
                      "written into, never replaced or removed", tests::kTriedToGetItStuck);
}

TEST_CASE("a link stays a link, and what it leads to is replaced") {
    const TempFolder folder;
    fs::create_directory(folder / "site");
    tests::write_file(folder / "site/page", "old");
    fs::create_symlink("site/page", folder / "page");
    fs::create_symlink(folder / "page", folder / "page of page");
    fs::create_symlink("site/new", folder / "to nothing");
    util::write_atomically(folder / "page of page", "new");
    util::write_atomically(folder / "to nothing", "made");
    CHECK(fs::is_symlink(folder / "page"));
    CHECK(tests::read_file(folder / "site/page") == "new");
    CHECK(tests::read_file(folder / "site/new") == "made");
    CHECK(names_in(folder / "site") == std::vector<std::string>{"new", "page"});
    fs::create_symlink("round", folder / "round");
    CHECK(error_of_writing(folder / "round") == ELOOP);
}

TEST_CASE("a link that another user put into a folder of everybody is refused") {
    if (::geteuid() != 0) {
        std::cout << "skipped: links of another user need root\n";
        return;
    }
    const TempFolder folder;
    const auto shared = folder / "shared";
    fs::create_directory(shared);
    REQUIRE(::chmod(shared.c_str(), 01777) == 0);
    tests::write_file(folder / "secret", "old");
    fs::create_symlink(folder / "secret", shared / "page");
    REQUIRE(::lchown((shared / "page").c_str(), 12345, 12345) == 0);
    CHECK(error_of_writing(shared / "page") == EACCES);
    CHECK(tests::read_file(folder / "secret") == "old");
    REQUIRE(::chmod(shared.c_str(), 0755) == 0);
    CHECK(error_of_writing(shared / "page") == 0);
    CHECK(tests::read_file(folder / "secret") == "new");
    tests::note_proof("a link of another user in a folder of everybody, in the place of an output", 1,
                      "refused; the file that it leads to is untouched", tests::kTriedToGetIdentitiesOut);
}

TEST_CASE("mode and group of a file are kept, and a new one follows the umask") {
    const TempFolder folder;
    const auto file = folder / "page";
    const mode_t umask_before = ::umask(027);
    util::write_atomically(file, "one");
    ::umask(umask_before);
    CHECK((look(file).st_mode & 0777U) == 0640);
    REQUIRE(::chmod(file.c_str(), 0664) == 0);
    const bool root = ::geteuid() == 0;
    if (root) REQUIRE(::chown(file.c_str(), 12345, 23456) == 0);
    util::write_atomically(file, "two");
    CHECK((look(file).st_mode & 0777U) == 0664);
    if (root) {
        CHECK(look(file).st_uid == 12345);
        CHECK(look(file).st_gid == 23456);
    }
    CHECK(tests::read_file(file) == "two");
}

TEST_CASE("a file that is a mount of its own is named in the error, with the way out") {
    const TempFolder folder;
    const auto file = folder / "page";
    tests::write_file(file, "old");
    if (::mount(file.c_str(), file.c_str(), nullptr, MS_BIND, nullptr) != 0) {
        std::cout << "skipped: a bind mount needs root\n";
        return;
    }
    std::string problem;
    std::string hint;
    try {
        util::write_atomically(file, "new");
    } catch (const std::system_error& error) {
        problem = error.what();
        hint = util::output_hint(error.code());
    }
    REQUIRE(::umount(file.c_str()) == 0);
    CHECK(problem.find("cannot replace the mounted file " + file.string()) != std::string::npos);
    CHECK(hint.find("Mount its folder") != std::string::npos);
    CHECK(tests::read_file(file) == "old");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"page"});
    tests::note_proof("an output that is a single bind-mounted file (before: `is there space`)", 1,
                      "the error names the mount and the way out; the old file stays",
                      tests::kTriedToGetItStuck);
}

TEST_CASE("writers of one file at once all succeed, and nobody can take a temporary file's place") {
    const TempFolder folder;
    const auto file = folder / "page";
    tests::write_file(folder / "secret", "old");
    fs::create_symlink(folder / "secret", folder / "page.new"); // where the name was known before
    constexpr int kWriters = 8;
    constexpr int kRounds = 40;
    std::vector<pid_t> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
        const pid_t process = ::fork();
        if (process != 0) {
            writers.push_back(process);
            continue;
        }
        const std::string content(20'000, static_cast<char>('a' + writer));
        try {
            for (int round = 0; round < kRounds; ++round) util::write_atomically(file, content);
            ::_exit(0);
        } catch (...) {
            ::_exit(1);
        }
    }
    int failed = 0;
    for (const pid_t process : writers) {
        int status = 0;
        REQUIRE(::waitpid(process, &status, 0) == process);
        failed += status != 0 ? 1 : 0;
    }
    CHECK(failed == 0);
    const std::string page = tests::read_file(file);
    CHECK(page == std::string(20'000, page.front()));
    CHECK(tests::read_file(folder / "secret") == "old");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"page", "page.new", "secret"});
    tests::note_proof(
        "writers of one page at once (before: 32 of 40 pairs failed)", kWriters * kRounds,
        "all succeed, the page is whole; a link in the place of the old temporary name is not followed",
        tests::kTriedToGetItStuck);
}

TEST_CASE("what a killed writer left is removed, what a living one works on is not") {
    const TempFolder folder;
    const auto file = folder / "page";
    const auto output = util::output_path(file);
    const util::TemporaryFile living(output);
    const auto left = folder / ".page.0123456789abcdef.tmp";
    tests::write_file(left, "half");
    tests::write_file(folder / ".page.mine.tmp", "not of this program");
    util::write_atomically(file, "new");
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(living.path()));
    CHECK(fs::exists(folder / ".page.mine.tmp"));
}
