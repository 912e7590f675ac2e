#pragma once
// What a session with the database takes from the configuration.

#include "config/settings.h"
#include "pg/connection.h"
#include "pg/group_roles.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string_view>

namespace padchestd::ingest {

// The session options of this configuration. `role`: what the session is for, as pg_stat_activity shows it.
[[nodiscard]] pg::SessionOptions session_options(const config::PostgresSettings& settings,
                                                 std::string_view role, std::stop_token stop = {},
                                                 std::function<void()> on_wait = {});

// The groups of this configuration.
[[nodiscard]] pg::GroupRoles group_roles(const config::RoleSettings& settings);

// How long a rival must have been silent to count as stopped: fencing.takeover_after, and never less than two
// intervals, for an idle daemon sends nothing between its ticks.
[[nodiscard]] std::chrono::milliseconds takeover_after(const config::Settings& settings);

} // namespace padchestd::ingest
