#pragma once
// Keeps an error that comes again and again from flooding the log: within a minute the same line passes ten
// times, then it is counted. Not thread-safe.

#include "log/event.h"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::log {

// A minute that is over, in which lines were suppressed.
struct Repeated {
    std::string event;
    std::uint64_t suppressed = 0;
};

class Repeats {
  public:
    using Time = std::chrono::steady_clock::time_point;

    // Whether the line is to be written. The fields but numbers count: a line that only counts on is the
    // same.
    [[nodiscard]] bool passes(std::string_view event, std::initializer_list<Field> fields, Time now);

    // The counts of minutes that are over by now. Cheap where there are none.
    [[nodiscard]] std::vector<Repeated> take_over(Time now);

  private:
    struct Minute {
        Time end;
        std::string event;
        std::uint64_t lines = 0;
    };
    std::map<std::string, Minute> minutes_; // by what makes two lines the same
};

} // namespace padchestd::log
