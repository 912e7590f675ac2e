#pragma once
// What systemd is told, by sd_notify(3). Without NOTIFY_SOCKET (a terminal, a container) all of it does
// nothing.

#include <chrono>
#include <optional>
#include <string>

namespace padchestd::daemon {

void notify_ready(const std::string& status);
void notify_reloading();
void notify_stopping();
void notify_status(const std::string& status); // one line
void notify_alive();

// How long systemd waits for notify_alive() before it kills the service; nothing where it does not.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_period();

} // namespace padchestd::daemon
