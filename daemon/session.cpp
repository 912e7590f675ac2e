#include "daemon/session.h"

#include "ingest/session_settings.h"
#include "log/event.h"

namespace padchestd::daemon {

namespace {

log::Level level_of(config::LogLevel level) {
    switch (level) {
    case config::LogLevel::debug:
        return log::Level::debug;
    case config::LogLevel::info:
        return log::Level::info;
    case config::LogLevel::warning:
        return log::Level::warning;
    case config::LogLevel::error:
        break;
    }
    return log::Level::error;
}

} // namespace

pg::Connection connect(const config::Settings& settings, std::string_view role) {
    return pg::Connection(ingest::session_options(settings.postgres, role));
}

void open_log(const config::LoggingSettings& settings) {
    log::Target target;
    target.file = settings.file;
    target.level = level_of(settings.level);
    target.format = settings.format == config::LogFormat::json ? log::Format::json : log::Format::text;
    target.rotate_bytes = settings.rotate_size;
    target.rotate_keep = settings.rotate_keep;
    log::open(target);
}

void open_quiet_log() {
    log::Target target;
    target.level = log::Level::warning;
    log::open(target);
}

} // namespace padchestd::daemon
