#include "util/output_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace padchestd::util {

namespace {

constexpr int kMostLinks = 40; // as the kernel

[[noreturn]] void refuse_path(const std::string& attempt, const std::filesystem::path& path, int error) {
    throw std::system_error(error, std::generic_category(), "cannot " + attempt + " " + path.string());
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// A link that another user planted could lead a privileged writer to any file of the system.
void check_link(const std::filesystem::path& link, const struct ::stat& status) {
    struct ::stat folder {};
    if (::stat(folder_of(link).c_str(), &folder) != 0) refuse_path("look at the folder of", link, errno);
    const bool anyone_writes = (folder.st_mode & S_IWOTH) != 0;
    if (anyone_writes && status.st_uid != ::geteuid() && status.st_uid != folder.st_uid)
        refuse_path("follow another user's link in a folder that anyone may write to:", link, EACCES);
}

} // namespace

OutputPath output_path(const std::filesystem::path& path) {
    OutputPath output{path, std::nullopt};
    for (int links = 0; links <= kMostLinks; ++links) {
        struct ::stat status {};
        if (::lstat(output.path.c_str(), &status) != 0) {
            if (errno == ENOENT) return output;
            refuse_path("look at", output.path, errno);
        }
        if (!S_ISLNK(status.st_mode)) {
            output.status = status;
            return output;
        }
        check_link(output.path, status);
        const auto target = std::filesystem::read_symlink(output.path);
        output.path = target.is_absolute() ? target : folder_of(output.path) / target;
    }
    refuse_path("follow the links of", path, ELOOP);
}

int open_stream(const OutputPath& output) {
    const int stream = ::open(output.path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
    if (stream < 0) refuse_path("write into", output.path, errno);
    return stream;
}

void remove_output(const std::filesystem::path& path) {
    try {
        const OutputPath output = output_path(path);
        if (output.status && output.is_file()) ::unlink(output.path.c_str());
    } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch): a file that stays tells its age
    }
}

std::string output_hint(const std::error_code& error) {
    switch (error.value()) {
    case EBUSY:
    case EXDEV:
        return "is only this file mounted (a bind mount of one file)? Mount its folder, so that the file can "
               "be "
               "replaced";
    case ENXIO:
        return "it is no plain file: does anybody read from it?";
    case EISDIR:
        return "it is a folder: which file in it is meant?";
    default:
        return "is there space, and may this user write there?";
    }
}

} // namespace padchestd::util
