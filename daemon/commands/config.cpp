#include "config/reader.h"
#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "pg/conninfo.h"
#include "pg/fitness.h"
#include "pg/migrator.h"
#include "util/failure.h"

#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <system_error>

namespace padchestd::daemon::commands {

namespace {

// As it can stand in YAML: plain where nothing in it means something there, else in double quotes.
std::string yaml_scalar(const std::string& value) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._- ";
    const bool plain = !value.empty() && value.find_first_not_of(kPlain) == std::string::npos &&
                       value.front() != '-' && value.front() != ' ' && value.back() != ' ';
    if (plain) return value;
    std::string quoted = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else
            quoted += c;
    }
    return quoted + '"';
}

// Says of each thing whether it is as it must be, and remembers the first that is not.
class Checklist {
  public:
    void ok(const std::string& what) { std::cout << "ok    " << what << '\n'; }
    void note(const std::string& what) { std::cout << "note  " << what << '\n'; }
    void wrong(const std::string& what, const std::string& hint, ExitCode exit_code) {
        std::cout << "WRONG " << what << "\n      hint: " << hint << '\n';
        if (exit_code_ == ExitCode::ok) exit_code_ = exit_code;
    }
    [[nodiscard]] ExitCode exit_code() const { return exit_code_; }

  private:
    ExitCode exit_code_ = ExitCode::ok;
};

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

void check_database(Checklist& list, const config::Settings& settings) {
    try {
        auto connection = connect(settings, "check");
        pg::refuse_unfit(connection);
        int not_applied = 0;
        for (const auto& migration : pg::migration_status(connection, pg::built_in_migrations())) {
            if (migration.state == pg::MigrationState::applied) continue;
            ++not_applied;
            if (migration.state == pg::MigrationState::pending) continue;
            list.wrong("postgres: migration " + std::to_string(migration.version) + " is not this program's",
                       "what does `padchestd migrate --status` say?", ExitCode::config);
            return;
        }
        list.ok("postgres: connected to PostgreSQL " + std::to_string(connection.server_version() / 10'000));
        if (not_applied > 0)
            list.note("postgres: " + std::to_string(not_applied) +
                      " migrations will be applied at the start");
    } catch (const util::Failure& failure) {
        list.wrong(std::string("postgres: ") + failure.what(), failure.hint(), failure.exit_code());
    }
}

} // namespace

ExitCode config_show(const Invocation& invocation, const ConfigOptions& options) {
    std::string section;
    for (const auto& setting : invocation.configuration().in_force) {
        const auto dot = setting.name.find('.');
        if (setting.name.substr(0, dot) != section) {
            section = setting.name.substr(0, dot);
            std::cout << section << ":\n";
        }
        std::cout << "  " << setting.name.substr(dot + 1) << ": " << yaml_scalar(setting.value);
        if (options.origin) std::cout << "  # " << setting.origin;
        std::cout << '\n';
    }
    return ExitCode::ok;
}

ExitCode config_check(const Invocation& invocation) {
    const auto configuration = invocation.configuration(); // throws where it is not valid
    const auto& settings = configuration.settings;
    open_quiet_log();
    Checklist list;
    list.ok("configuration: " + std::to_string(configuration.in_force.size()) + " keys");
    for (const auto& setting : configuration.in_force) {
        if (setting.name == "postgres.conninfo" && pg::holds_secret(settings.postgres.conninfo) &&
            setting.origin.compare(0, 11, "environment") != 0) {
            list.note(setting.origin + ": a password stands in the file; a passfile keeps it out");
        }
    }
    check_readable(list, "feed.path", settings.feed.path, true);
    check_replaceable(list, "state.file", settings.state.file);
    check_replaceable(list, "state.heartbeat", settings.state.heartbeat);
    check_replaceable(list, "dashboard.file", settings.dashboard.file);
    check_replaceable(list, "logging.file", settings.logging.file);
    if (!settings.patients.secret_file.empty()) {
        check_readable(list, "patients.secret_file", settings.patients.secret_file, false);
    }
    check_database(list, settings);
    return list.exit_code();
}

} // namespace padchestd::daemon::commands
