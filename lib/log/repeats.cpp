#include "log/repeats.h"

namespace padchestd::log {

namespace {

constexpr std::uint64_t kPass = 10;
constexpr auto kMinute = std::chrono::minutes(1);

std::string same(std::string_view event, std::initializer_list<Field> fields) {
    std::string key(event);
    for (const auto& field : fields) {
        if (const auto* text = std::get_if<std::string>(&field.value)) key.append(1, '\0').append(*text);
    }
    return key;
}

} // namespace

bool Repeats::passes(std::string_view event, std::initializer_list<Field> fields, Time now) {
    auto& minute = minutes_[same(event, fields)];
    if (minute.lines == 0) {
        minute.end = now + kMinute;
        minute.event = event;
    }
    return ++minute.lines <= kPass;
}

std::vector<Repeated> Repeats::take_over(Time now) {
    std::vector<Repeated> over;
    for (auto at = minutes_.begin(); at != minutes_.end();) {
        const auto& minute = at->second;
        if (now < minute.end) {
            ++at;
            continue;
        }
        if (minute.lines > kPass) over.push_back({minute.event, minute.lines - kPass});
        at = minutes_.erase(at);
    }
    return over;
}

} // namespace padchestd::log
