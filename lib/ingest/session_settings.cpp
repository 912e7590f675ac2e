#include "ingest/session_settings.h"

#include <algorithm>

namespace padchestd::ingest {

pg::SessionOptions session_options(const config::PostgresSettings& settings, std::string_view role,
                                   std::stop_token stop, std::function<void()> on_wait) {
    pg::SessionOptions options;
    options.conninfo = settings.conninfo;
    options.role = role;
    options.connect_timeout = settings.connect_timeout;
    options.statement_timeout = settings.statement_timeout;
    options.lock_timeout = settings.lock_timeout;
    options.stop = std::move(stop);
    options.on_wait = std::move(on_wait);
    return options;
}

pg::GroupRoles group_roles(const config::RoleSettings& settings) {
    return {settings.owner, settings.ingest, settings.analyst};
}

std::chrono::milliseconds takeover_after(const config::Settings& settings) {
    return std::max(settings.fencing.takeover_after, 2 * settings.schedule.interval);
}

} // namespace padchestd::ingest
