#include "fhir/export_state.h"

#include "fhir/elements.h"
#include "util/version.h"

namespace padchestd::fhir {

namespace {

Json json_of(const Checkpoint& checkpoint) {
    Json feeds = Json::array();
    for (const auto& feed : checkpoint.feeds)
        feeds.push_back({{"feed", feed.feed}, {"batch", feed.batch}, {"committed_at", feed.committed_at}});
    return {
        {"time", checkpoint.time}, {"pool_version", checkpoint.pool_version}, {"feeds", std::move(feeds)}};
}

Checkpoint checkpoint_of(const Json& json) {
    Checkpoint checkpoint;
    json.at("time").get_to(checkpoint.time);
    json.at("pool_version").get_to(checkpoint.pool_version);
    for (const auto& feed : json.at("feeds"))
        checkpoint.feeds.push_back({feed.at("feed").get<std::string>(), feed.at("batch").get<std::int64_t>(),
                                    feed.at("committed_at").get<std::string>()});
    return checkpoint;
}

Json json_of(const ExportKind& kind) {
    return {{"source_ids", kind.options.source_ids},
            {"report_texts", kind.options.report_texts},
            {"key", kind.key}};
}

ExportKind kind_of(const Json& json) {
    return {{json.at("source_ids").get<bool>(), json.at("report_texts").get<bool>()},
            json.at("key").get<std::string>()};
}

} // namespace

std::string state_json(const ExportState& state) {
    const Json json{{"kind", json_of(state.kind)},
                    {"checkpoint", json_of(state.checkpoint)},
                    {"since", state.since ? json_of(*state.since) : Json()},
                    {"last_encounter", state.last_encounter},
                    {"bytes", state.bytes},
                    {"resources", state.resources}};
    return json.dump(2) + '\n';
}

ExportState state_of(std::string_view text) {
    const auto json = Json::parse(text);
    ExportState state;
    state.kind = kind_of(json.at("kind"));
    state.checkpoint = checkpoint_of(json.at("checkpoint"));
    if (!json.at("since").is_null()) state.since = checkpoint_of(json.at("since"));
    json.at("last_encounter").get_to(state.last_encounter);
    json.at("bytes").get_to(state.bytes);
    json.at("resources").get_to(state.resources);
    return state;
}

std::string manifest_json(const ExportState& state) {
    Json output = Json::array();
    for (std::size_t type = 0; type < kTypeNames.size(); ++type)
        output.push_back({{"type", kTypeNames[type]},
                          {"url", std::string(kTypeNames[type]) + ".ndjson"},
                          {"count", state.resources[type]}});
    const Json json{{"transactionTime", state.checkpoint.time},
                    {"request", "padchestd export fhir"},
                    {"requiresAccessToken", false},
                    {"output", std::move(output)},
                    {"error", Json::array()},
                    {"extension",
                     {{"urn:padchestd:export",
                       {{"version", util::version()},
                        {"kind", json_of(state.kind)},
                        {"since", state.since ? json_of(*state.since) : Json()},
                        {"checkpoint", json_of(state.checkpoint)}}}}}};
    return json.dump(2) + '\n';
}

Manifest manifest_of(std::string_view text) {
    const auto json = Json::parse(text);
    const auto& own = json.at("extension").at("urn:padchestd:export");
    return {kind_of(own.at("kind")), checkpoint_of(own.at("checkpoint"))};
}

} // namespace padchestd::fhir
