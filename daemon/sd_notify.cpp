#include "daemon/sd_notify.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <ctime>

namespace padchestd::daemon {

namespace {

// A message of systemd's is lines of KEY=value.
std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

// A lost notification is systemd's to notice; there is nobody else to tell.
void send(const std::string& message) {
    static_cast<void>(::sd_notify(0, message.c_str()));
}

} // namespace

void notify_ready(const std::string& status) {
    send("READY=1\nSTATUS=" + one_line(status));
}

void notify_reloading() {
    // MONOTONIC_USEC is what Type=notify-reload asks for besides.
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto microseconds = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
    send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void notify_stopping() {
    send("STOPPING=1\nSTATUS=stopping");
}

void notify_status(const std::string& status) {
    send("STATUS=" + one_line(status));
}

void notify_alive() {
    send("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> watchdog_period() {
    std::uint64_t microseconds = 0;
    if (::sd_watchdog_enabled(0, &microseconds) <= 0 || microseconds == 0) return std::nullopt;
    return std::chrono::microseconds(microseconds);
}

} // namespace padchestd::daemon
