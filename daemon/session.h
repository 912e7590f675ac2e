#pragma once
// The database session and the log of a subcommand that runs once.

#include "config/settings.h"
#include "pg/connection.h"

#include <string_view>

namespace padchestd::daemon {

// As the daemon connects. `role` is what pg_stat_activity shows. Throws pg::Error.
[[nodiscard]] pg::Connection connect(const config::Settings& settings, std::string_view role);

// Opens the log as configured, also where it is open already.
void open_log(const config::LoggingSettings& settings);

// Warnings and errors on standard error only: the daemon's log file belongs to the daemon's user.
void open_quiet_log();

} // namespace padchestd::daemon
