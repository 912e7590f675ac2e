#include "util/time_text.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace padchestd::util {

std::string rfc3339(WallTime time) {
    using std::chrono::microseconds;
    const auto since_epoch = std::chrono::duration_cast<microseconds>(time.time_since_epoch());
    const auto whole = std::chrono::floor<std::chrono::seconds>(since_epoch);
    const std::time_t seconds = whole.count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    const int written =
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06lldZ", utc.tm_year + 1900,
                      utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                      static_cast<long long>((since_epoch - whole).count()));
    return {text.data(), static_cast<std::size_t>(written)};
}

std::optional<WallTime> parse_rfc3339(const std::string& text) {
    std::tm utc{};
    if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr) return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&utc));
}

} // namespace padchestd::util
