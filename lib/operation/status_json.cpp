#include "operation/status.h"

#include <nlohmann/json.hpp>

namespace padchestd::operation {

namespace {

using Json = nlohmann::ordered_json;

template<typename Value>
Json maybe(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json maybe(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json daemon_json(const Status& status) {
    if (!status.daemon) return {{"running", status.daemon_unknown ? Json(nullptr) : Json(false)}};
    const auto& beat = *status.daemon;
    return {{"running", !status.daemon_silent},
            {"pid", beat.pid},
            {"version", beat.version},
            {"state", maybe(beat.state)},
            {"working", beat.working},
            {"heartbeat_age_s", status.heartbeat_age_s},
            {"interval_ms", beat.interval.count()},
            {"last_cycle_ms", beat.duration_ms},
            {"coalesced_ticks", beat.coalesced_ticks},
            {"log_dropped", beat.log_dropped}};
}

Json problems_json(const std::vector<util::Problem>& problems) {
    Json list = Json::array();
    for (const auto& problem : problems) {
        list.push_back({{"problem", problem.what},
                        {"hint", problem.hint},
                        {"exit_code", static_cast<int>(problem.exit_code)}});
    }
    return list;
}

Json pause_reasons_json(const std::vector<store::PauseReason>& reasons) {
    Json list = Json::array();
    for (const auto& reason : reasons) {
        Json first = Json::array();
        for (const auto& position : reason.first)
            first.push_back({{"row", position.record_number + 1}, {"byte_offset", position.byte_offset}});
        list.push_back({{"reason", reason.reason},
                        {"column", maybe(reason.column)},
                        {"records", reason.records},
                        {"first", first}});
    }
    return list;
}

} // namespace

std::string status_json(const Status& status) {
    const auto& feed = status.feed;
    const auto& database = status.database;
    const Json json = {
        {"version", status.version},
        {"at", status.at},
        {"healthy", status.problems.empty()},
        {"degraded", !status.problems.empty()},
        {"exit_code", static_cast<int>(status.exit_code())},
        {"problems", problems_json(status.problems)},
        {"alarms", status.alarms},
        {"feed",
         {{"name", feed.name},
          {"path", feed.path},
          {"file", maybe(feed.file)},
          {"size_bytes", maybe(feed.size_bytes)},
          {"generation", maybe(feed.generation)},
          {"byte_offset", maybe(feed.byte_offset)},
          {"last_row", maybe(feed.last_row)},
          {"lag_bytes", maybe(feed.lag_bytes)},
          {"waits_for", maybe(feed.waits_for)},
          {"waits_s", feed.waits_for.empty() ? Json(nullptr) : Json(feed.waits_s)},
          {"paused", maybe(feed.paused_reason)},
          {"pause_reasons", pause_reasons_json(feed.pause_reasons)}}},
        {"last_batch", {{"id", maybe(status.last_batch)}, {"committed_at", maybe(status.last_batch_at)}}},
        {"warehouse",
         {{"lag_encounters", maybe(status.warehouse_lag_encounters)},
          {"lag_members", maybe(status.warehouse_lag_members)},
          {"oldest_change", maybe(status.warehouse_oldest_change)}}},
        {"quarantine", {{"open", maybe(status.quarantine_open)}}},
        {"report_text", {{"unknown_stems", maybe(status.unknown_stems)}}},
        {"database",
         {{"reachable", database.reachable},
          {"server_version", maybe(database.server_version)},
          {"schema_version", database.reachable ? Json(database.schema_version) : Json(nullptr)},
          {"schema_fits", database.reachable ? Json(database.schema_fits) : Json(nullptr)},
          {"patient_draw", database.patient_draw.empty() ? Json(nullptr) : Json(database.patient_draw)},
          {"first_load", database.schema_fits ? Json(database.first_load) : Json(nullptr)}}},
        {"daemon", daemon_json(status)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace padchestd::operation
