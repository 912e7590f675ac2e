#include "daemon/checklist.h"

#include "feed/file_series.h"
#include "pg/conninfo.h"
#include "util/failure.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <system_error>

namespace padchestd::daemon {

namespace {

using util::ExitCode;

void check_readable(Checklist& list, const std::string& key, const std::filesystem::path& path,
                    bool may_be_missing) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored) && may_be_missing) {
        list.note(key + ": " + path.string() + " does not exist yet; the daemon will wait for it");
    } else if (std::filesystem::is_directory(path, ignored)) {
        list.wrong(key + ": " + path.string() + " is a folder", "which file in it is meant?",
                   ExitCode::no_input);
    } else if (::access(path.c_str(), R_OK) != 0) {
        list.wrong(key + ": cannot read " + path.string() + ": " + std::generic_category().message(errno),
                   "may this user (the daemon's?) read it?", ExitCode::no_input);
    } else {
        list.ok(key + ": " + path.string() + " can be read");
    }
}

// The files of a series, each of which is read in its turn.
void check_feed_files(Checklist& list, const std::filesystem::path& path) {
    feed::FileSeries series(path);
    if (!series.is_pattern()) return check_readable(list, "feed.path", path, true);
    try {
        series.list();
    } catch (const util::Failure& failure) {
        return list.wrong(std::string("feed.path: ") + failure.what(), failure.hint(), failure.exit_code());
    }
    const auto& files = series.files();
    if (files.empty())
        return list.note("feed.path: no file matches " + path.string() +
                         " yet; the daemon will wait for one");
    for (const auto& file : files) {
        if (::access(series.path_of(file.name).c_str(), R_OK) != 0)
            return check_readable(list, "feed.path", series.path_of(file.name), true);
    }
    list.ok("feed.path: " + std::to_string(files.size()) + " files match " + path.string() + ", from " +
            files.front().name + " to " + files.back().name + ", and can be read");
}

// A file that is replaced whole needs a folder to write in.
void check_replaceable(Checklist& list, const std::string& key, const std::filesystem::path& path) {
    if (path.empty()) return;
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    if (::access(folder.c_str(), W_OK | X_OK) == 0) {
        list.ok(key + ": " + folder.string() + " can be written");
    } else {
        list.wrong(
            key + ": cannot write in " + folder.string() + ": " + std::generic_category().message(errno),
            "does the folder exist, and may this user (the daemon's?) write there?", ExitCode::cannot_create);
    }
}

} // namespace

void Checklist::ok(const std::string& what) {
    std::cout << style_.good("ok   ") << ' ' << what << '\n';
}

void Checklist::note(const std::string& what) {
    std::cout << "note  " << what << '\n';
}

void Checklist::doubtful(const std::string& what, const std::string& hint) {
    std::cout << style_.doubtful("doubt") << ' ' << what << "\n      hint: " << hint << '\n';
}

void Checklist::wrong(const std::string& what, const std::string& hint, ExitCode exit_code) {
    std::cout << style_.bad("WRONG") << ' ' << what << "\n      hint: " << hint << '\n';
    if (exit_code_ == ExitCode::ok) exit_code_ = exit_code;
}

void check_files(Checklist& list, const config::Configuration& configuration) {
    const auto& settings = configuration.settings;
    list.ok("configuration: " + std::to_string(configuration.in_force.size()) + " keys");
    for (const auto& setting : configuration.in_force) {
        if (setting.name == "postgres.conninfo" && pg::holds_secret(settings.postgres.conninfo) &&
            setting.origin.compare(0, 11, "environment") != 0) {
            list.note(setting.origin + ": the file holds a password; a passfile keeps it out");
        }
    }
    check_feed_files(list, settings.feed.path);
    check_replaceable(list, "state.file", settings.state.file);
    check_replaceable(list, "state.heartbeat", settings.state.heartbeat);
    check_replaceable(list, "dashboard.file", settings.dashboard.file);
    check_replaceable(list, "logging.file", settings.logging.file);
    check_replaceable(list, "metrics.file", settings.metrics.file);
    if (!settings.patients.secret_file.empty()) {
        check_readable(list, "patients.secret_file", settings.patients.secret_file, false);
    }
}

} // namespace padchestd::daemon
