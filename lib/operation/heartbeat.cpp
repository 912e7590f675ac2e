#include "operation/heartbeat.h"

#include "util/atomic_file.h"
#include "util/time_text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <system_error>

namespace padchestd::operation {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 2;

// Reads what util::rfc3339 wrote; microseconds are dropped. Throws std::invalid_argument.
util::WallTime parse_time(const std::string& text) {
    if (const auto time = util::parse_rfc3339(text)) return *time;
    throw std::invalid_argument("not a time");
}

Json problem_json(const util::Problem& problem) {
    return {
        {"what", problem.what}, {"hint", problem.hint}, {"exit_code", static_cast<int>(problem.exit_code)}};
}

util::Problem problem_of(const Json& json) {
    return {json.at("what"), json.at("hint"), static_cast<util::ExitCode>(json.at("exit_code").get<int>())};
}

Json to_json(const Heartbeat& beat) {
    return {{"format", kFormat},
            {"pid", beat.pid},
            {"version", beat.version},
            {"feed", beat.feed},
            {"started_at", util::rfc3339(beat.started_at)},
            {"at", util::rfc3339(beat.at)},
            {"alive_at", util::rfc3339(beat.alive_at)},
            {"interval_ms", beat.interval.count()},
            {"working", beat.working},
            {"coalesced_ticks", beat.coalesced_ticks},
            {"log_dropped", beat.log_dropped},
            {"last_cycle_at", beat.last_cycle_at ? Json(util::rfc3339(*beat.last_cycle_at)) : Json(nullptr)},
            {"state", beat.state},
            {"problem", beat.problem ? problem_json(*beat.problem) : Json(nullptr)},
            {"waits_for", beat.waits_for},
            {"waits_s", beat.waits_s},
            {"duration_ms", beat.duration_ms}};
}

Heartbeat from_json(const Json& json) {
    Heartbeat beat;
    json.at("pid").get_to(beat.pid);
    json.at("version").get_to(beat.version);
    json.at("feed").get_to(beat.feed);
    beat.started_at = parse_time(json.at("started_at"));
    beat.at = parse_time(json.at("at"));
    beat.alive_at = parse_time(json.at("alive_at"));
    beat.interval = std::chrono::milliseconds(json.at("interval_ms").get<std::int64_t>());
    json.at("working").get_to(beat.working);
    json.at("coalesced_ticks").get_to(beat.coalesced_ticks);
    json.at("log_dropped").get_to(beat.log_dropped);
    if (const auto& last = json.at("last_cycle_at"); !last.is_null()) beat.last_cycle_at = parse_time(last);
    json.at("state").get_to(beat.state);
    if (const auto& problem = json.at("problem"); !problem.is_null()) beat.problem = problem_of(problem);
    json.at("waits_for").get_to(beat.waits_for);
    json.at("waits_s").get_to(beat.waits_s);
    json.at("duration_ms").get_to(beat.duration_ms);
    return beat;
}

} // namespace

void write_heartbeat(const std::filesystem::path& path, const Heartbeat& heartbeat) {
    util::write_atomically(path,
                           to_json(heartbeat).dump(2, ' ', false, Json::error_handler_t::replace) + '\n',
                           util::Readable::by_group, util::Lasting::while_running);
}

std::optional<Heartbeat> read_heartbeat(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file && errno == EACCES)
        throw std::system_error(EACCES, std::generic_category(),
                                "cannot read the heartbeat " + path.string());
    if (!file) return std::nullopt;
    try {
        const auto json = Json::parse(file);
        if (json.at("format") != kFormat) return std::nullopt;
        return from_json(json);
    } catch (const std::exception&) { // cut, or of another program: as good as none
        return std::nullopt;
    }
}

bool is_silent(const Heartbeat& heartbeat, util::WallTime now) {
    using namespace std::chrono_literals;
    const auto slack = 2 * heartbeat.interval;
    return now - heartbeat.at > slack + 10s || heartbeat.at - heartbeat.alive_at > slack + 60s;
}

} // namespace padchestd::operation
