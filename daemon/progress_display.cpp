#include "daemon/progress_display.h"

#include "log/event.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>

namespace padchestd::daemon {

namespace {

using namespace std::chrono_literals;

// A cycle that is over before it shows nothing.
constexpr auto kFirst = 1s;
constexpr auto kBarEvery = 100ms;
constexpr auto kLineEvery = 10s;

std::string megabytes(std::uint64_t bytes) {
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(bytes) / 1e6);
    return {text.data(), static_cast<std::size_t>(length)};
}

double fraction(const ingest::Progress& progress) {
    if (progress.bytes_total == 0) return 1;
    return std::min(1.0,
                    static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total));
}

} // namespace

ProgressDisplay::ProgressDisplay(const util::Clock& clock)
    : clock_(clock)
    , terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressDisplay::show(const ingest::Progress& progress) {
    const auto now = clock_.steady();
    if (!began_) {
        began_ = now;
        next_ = now + (terminal_ ? std::chrono::milliseconds(kFirst) : std::chrono::milliseconds(kLineEvery));
        bytes_at_begin_ = progress.bytes_done;
    }
    if (now < next_) return;
    next_ = now + (terminal_ ? std::chrono::milliseconds(kBarEvery) : std::chrono::milliseconds(kLineEvery));
    if (!terminal_) {
        log::event(log::Level::info, "catching_up",
                   {{"bytes", progress.bytes_done},
                    {"bytes_total", progress.bytes_total},
                    {"rows", progress.records}});
        return;
    }
    std::optional<std::chrono::seconds> left;
    if (progress.bytes_done > bytes_at_begin_) {
        const std::chrono::duration<double> spent = now - *began_;
        const auto ahead = progress.bytes_total - std::min(progress.bytes_total, progress.bytes_done);
        const double seconds = spent.count() * static_cast<double>(ahead) /
                               static_cast<double>(progress.bytes_done - bytes_at_begin_);
        left = std::chrono::seconds(std::llround(seconds));
    }
    std::cerr << '\r' << progress_bar(progress, left) << "\x1b[K" << std::flush;
    drawn_ = true;
}

void ProgressDisplay::end() {
    if (drawn_) std::cerr << "\r\x1b[K" << std::flush;
    drawn_ = false;
    began_.reset();
}

std::string progress_bar(const ingest::Progress& progress, std::optional<std::chrono::seconds> left) {
    constexpr std::size_t kWidth = 24;
    const double done = fraction(progress);
    const auto filled = static_cast<std::size_t>(done * static_cast<double>(kWidth));
    std::string bar = "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] ";
    const auto percent = std::to_string(static_cast<int>(done * 100));
    bar += std::string(3 - percent.size(), ' ') + percent + " %  " + megabytes(progress.bytes_done) + " of " +
           megabytes(progress.bytes_total) + " MB  " + std::to_string(progress.records) + " records";
    if (left) bar += "  " + std::to_string(left->count()) + " s left";
    return bar;
}

} // namespace padchestd::daemon
