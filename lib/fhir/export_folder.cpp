#include "fhir/export_folder.h"

#include "fhir/export_state.h"
#include "util/atomic_file.h"
#include "util/failure.h"
#include "util/output_path.h"
#include "util/step.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace padchestd::fhir {

namespace {

constexpr auto kState = "export_state.json";
constexpr auto kManifest = "manifest.json";

[[noreturn]] void fail(const std::string& attempt, const std::filesystem::path& path, int error) {
    const std::error_code code(error, std::generic_category());
    throw util::Failure("cannot " + attempt + ' ' + path.string() + ": " + code.message(),
                        util::output_hint(code) + "; the same command goes on from what was written",
                        util::ExitCode::io);
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
        throw util::Failure("cannot read " + path.string(), "is it the manifest of an export?",
                            util::ExitCode::no_input);
    return text.str();
}

void make(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), 0750) == 0 || errno == EEXIST) return;
    const std::error_code code(errno, std::generic_category());
    throw util::Failure("cannot make the folder " + path.string() + ": " + code.message(),
                        "is the folder above it there, and may this user write to it?",
                        util::ExitCode::cannot_create);
}

int lock(const std::filesystem::path& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail("open", path, errno);
    if (::flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
    ::close(folder);
    throw util::Failure("another export writes into " + path.string(), "wait for it, or give another folder",
                        util::ExitCode::temporary);
}

// `name` is `file`, or what a killed util::write_atomically of it left.
bool is_of(std::string_view file, std::string_view name) {
    return name == file || name.starts_with('.' + std::string(file) + '.');
}

// Whether an export that was interrupted may have left a file of this name. The state is its first file:
// without it, no other file of the folder is an export's.
bool is_left_over(std::string_view name, bool has_state) {
    if (is_of(kState, name)) return true;
    if (!has_state) return false;
    if (name != kManifest && is_of(kManifest, name)) return true;
    for (const auto type : kTypeNames) {
        const auto file = std::string(type) + ".ndjson";
        if (name == file || name == file + ".part") return true;
    }
    return false;
}

void refuse_others(const std::filesystem::path& path, bool has_state) {
    const auto refuse = [&path](const std::string& what) {
        throw util::Failure("cannot export into " + path.string() + ": it holds " + what,
                            "give an empty folder, or one that is not there yet",
                            util::ExitCode::cannot_create);
    };
    if (std::filesystem::exists(path / kManifest)) refuse("a whole export");
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const auto name = entry.path().filename().string();
        if (!is_left_over(name, has_state)) refuse("the file " + name);
    }
}

} // namespace

Manifest read_manifest(const std::filesystem::path& path) {
    std::error_code unreadable; // then the path is tried as a file, whose error is told
    const auto file = std::filesystem::is_directory(path, unreadable) ? path / kManifest : path;
    const auto text = content(file);
    try {
        return manifest_of(text);
    } catch (const nlohmann::json::exception&) {
        throw util::Failure(file.string() + " is not the manifest of an export",
                            "--since takes the folder of a whole export, or its manifest.json",
                            util::ExitCode::data);
    }
}

ExportFolder::ExportFolder(std::filesystem::path path)
    : path_(std::move(path)) {
    files_.fill(-1);
    make(path_);
    lock_ = lock(path_);
    const bool has_state = std::filesystem::exists(path_ / kState);
    refuse_others(path_, has_state);
    if (!has_state) return;
    try {
        interrupted_ = state_of(content(path_ / kState));
    } catch (const nlohmann::json::exception&) {
        throw util::Failure("cannot go on with the export in " + path_.string() + ": its " + kState +
                                " is damaged",
                            "remove the folder and export again", util::ExitCode::data);
    }
}

ExportFolder::~ExportFolder() {
    for (const int file : files_) {
        if (file >= 0) ::close(file);
    }
    if (lock_ >= 0) ::close(lock_);
}

std::filesystem::path ExportFolder::part(std::size_t type) const {
    return path_ / (std::string(kTypeNames[type]) + ".ndjson.part");
}

void ExportFolder::open(const ExportState& state) {
    write_state(state);
    for (std::size_t type = 0; type < files_.size(); ++type) {
        const auto path = part(type);
        auto whole = path;
        if (!std::filesystem::exists(path)) (void)::rename(whole.replace_extension().c_str(), path.c_str());
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
        if (file < 0) fail("open", path, errno);
        files_[type] = file;
        const auto size = static_cast<off_t>(state.bytes[type]);
        if (::lseek(file, 0, SEEK_END) < size)
            throw util::Failure("cannot go on with the export in " + path_.string() + ": " +
                                    path.filename().string() + " is shorter than it was",
                                "remove the folder and export again", util::ExitCode::data);
        if (::ftruncate(file, size) != 0 || ::lseek(file, size, SEEK_SET) < 0) fail("cut", path, errno);
    }
}

void ExportFolder::write(const Lines& lines) {
    util::step("export_write");
    for (std::size_t type = 0; type < files_.size(); ++type) {
        std::string_view rest = lines.text(type);
        while (!rest.empty()) {
            const ssize_t written = ::write(files_[type], rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail("write", part(type), errno);
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
}

void ExportFolder::sync() {
    for (std::size_t type = 0; type < files_.size(); ++type) {
        if (::fdatasync(files_[type]) != 0) fail("write", part(type), errno);
    }
}

void ExportFolder::save(ExportState& state) {
    sync();
    for (std::size_t type = 0; type < files_.size(); ++type)
        state.bytes[type] = static_cast<std::uint64_t>(::lseek(files_[type], 0, SEEK_CUR));
    write_state(state);
}

void ExportFolder::write_state(const ExportState& state) {
    util::step("export_state");
    try {
        util::write_atomically(path_ / kState, state_json(state));
    } catch (const std::system_error& error) {
        fail("write", path_ / kState, error.code().value());
    }
}

std::uint64_t ExportFolder::finish(const ExportState& state) {
    sync();
    std::uint64_t bytes = 0;
    for (const int file : files_) bytes += static_cast<std::uint64_t>(::lseek(file, 0, SEEK_CUR));
    for (std::size_t type = 0; type < files_.size(); ++type) {
        const auto name = part(type);
        auto whole = name;
        util::step("export_rename");
        if (::rename(name.c_str(), whole.replace_extension().c_str()) != 0) fail("rename", name, errno);
    }
    util::step("export_finish");
    try {
        util::write_atomically(path_ / kManifest, manifest_json(state));
    } catch (const std::system_error& error) {
        fail("write", path_ / kManifest, error.code().value());
    }
    ::unlink((path_ / kState).c_str());
    return bytes;
}

} // namespace padchestd::fhir
