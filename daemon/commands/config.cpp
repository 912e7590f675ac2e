#include "config/reader.h"
#include "daemon/checklist.h"
#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "feed/file_series.h"
#include "operation/feed_description.h"
#include "pg/fitness.h"
#include "pg/migrator.h"
#include "util/failure.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

// As a scalar of YAML: plain where no character has a meaning there, else in double quotes.
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

void check_declared_file(Checklist& list, const config::Settings& settings, const std::string& name) {
    const auto feed = operation::describe_feed(settings, mappings(), operation::FormatChoice::configured);
    const auto what = name + ": " + operation::verdict(feed);
    if (feed.problem)
        list.wrong(what, feed.problem->hint, feed.problem->exit_code);
    else
        list.ok(what);
}

void check_declared_feed(Checklist& list, config::Settings settings) {
    feed::FileSeries series(settings.feed.path);
    if (!series.is_pattern()) return check_declared_file(list, settings, "feed");
    series.list();
    if (series.files().empty())
        list.wrong("feed: no file matches " + series.path().string(), "is feed.path right?",
                   ExitCode::no_input);
    for (const auto& file : series.files()) {
        settings.feed.path = series.path_of(file.name);
        check_declared_file(list, settings, "feed file " + file.name);
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

ExitCode config_check(const Invocation& invocation, const ConfigOptions& options) {
    const auto configuration = invocation.configuration(); // throws where it is not valid
    const auto& settings = configuration.settings;
    open_quiet_log();
    Checklist list(Style::of_standard_output());
    if (options.feed) {
        list.ok("configuration: " + std::to_string(configuration.in_force.size()) + " keys");
        check_declared_feed(list, settings);
        return list.exit_code();
    }
    check_files(list, configuration);
    check_database(list, settings);
    return list.exit_code();
}

} // namespace padchestd::daemon::commands
