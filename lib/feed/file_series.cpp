#include "feed/file_series.h"

#include "feed/utf8.h"
#include "util/failure.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace padchestd::feed {

namespace {

constexpr std::string_view kWildcards = "*?[";

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void refuse_wildcard_in(const std::filesystem::path& folder, const std::filesystem::path& pattern) {
    if (folder.string().find_first_of(kWildcards) == std::string::npos) return;
    throw util::Failure("feed.path " + pattern.string() + " has a wildcard in the name of a folder",
                        "are the files in one folder? only the file's own name may have *, ? and […]",
                        util::ExitCode::config);
}

void refuse_other_than_utf8(const std::string& name, const std::filesystem::path& pattern) {
    if (is_utf8(name)) return;
    throw util::Failure("the feed " + pattern.string() + " matches a file whose name is not UTF-8",
                        "can it be renamed? files are told apart by their names, which the database stores",
                        util::ExitCode::no_input);
}

// The names in the folder that match, in any order. A folder that is not there has none.
std::vector<std::string> matching_names(const std::filesystem::path& pattern) {
    const auto folder = folder_of(pattern);
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error);
    if (error == std::errc::no_such_file_or_directory) {
        refuse_wildcard_in(folder, pattern);
        return {};
    }
    std::vector<std::string> names;
    const std::string wanted = pattern.filename().string();
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        auto name = entry->path().filename().string();
        if (::fnmatch(wanted.c_str(), name.c_str(), FNM_PERIOD | FNM_NOESCAPE) == 0)
            names.push_back(std::move(name));
    }
    if (error)
        throw util::Failure("cannot list the files of the feed " + pattern.string() + ": " + error.message(),
                            "is " + folder.string() + " a folder that this user may read?",
                            util::ExitCode::no_input);
    return names;
}

} // namespace

bool is_pattern(const std::filesystem::path& path) {
    return path.filename().string().find_first_of(kWildcards) != std::string::npos;
}

FileSeries::FileSeries(std::filesystem::path path)
    : path_(std::move(path))
    , is_pattern_(feed::is_pattern(path_)) {}

void FileSeries::list() {
    files_.clear();
    if (!is_pattern_) {
        files_.push_back({path_.filename().string(), 0});
        return;
    }
    bool found_other = false;
    for (auto& name : matching_names(path_)) {
        struct stat status {};
        if (::stat(path_of(name).c_str(), &status) != 0) continue; // gone meanwhile, or a link to nothing
        if (!S_ISREG(status.st_mode)) {
            found_other = true;
        } else if (status.st_size > 0) {
            refuse_other_than_utf8(name, path_);
            files_.push_back({std::move(name), static_cast<std::uint64_t>(status.st_size)});
        }
    }
    std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    if (files_.empty() && found_other)
        throw util::Failure("the feed " + path_.string() + " matches folders or special files only",
                            "does feed.path name the CSV files themselves?", util::ExitCode::no_input);
}

const SeriesFile* FileSeries::find(std::string_view name) const {
    const auto found =
        std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.name == name; });
    return found == files_.end() ? nullptr : &*found;
}

const SeriesFile* FileSeries::after(std::string_view name) const {
    const auto found =
        std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.name > name; });
    return found == files_.end() ? nullptr : &*found;
}

std::uint64_t FileSeries::bytes_after(std::string_view name) const {
    std::uint64_t bytes = 0;
    for (const auto& file : files_) bytes += file.name > name ? file.bytes : 0;
    return bytes;
}

std::filesystem::path FileSeries::path_of(std::string_view name) const {
    return is_pattern_ ? path_.parent_path() / name : path_;
}

} // namespace padchestd::feed
