#include "operation/lineage.h"

#include "util/time_text.h"
#include "util/version.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace padchestd::operation {

namespace {

using Json = nlohmann::ordered_json;
using ingest::CycleState;

// A URI that names this program: it has no home page.
constexpr std::string_view kProducer = "urn:padchestd:";
constexpr std::string_view kEvent = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
constexpr std::string_view kFacets = "https://openlineage.io/spec/facets/";

std::string producer() {
    return std::string(kProducer) + std::string(util::version());
}

// `schema`: version and file, as they are published; the definition has the file's name.
Json facet(std::string_view version, std::string_view name) {
    const std::string text(name);
    return {
        {"_producer", producer()},
        {"_schemaURL", std::string(kFacets) + std::string(version) + '/' + text + ".json#/$defs/" + text}};
}

Json statistics(Json facet, std::int64_t rows) {
    facet["rowCount"] = rows;
    return facet;
}

Json job_of(const std::string& feed) {
    auto type = facet("2-0-4", "JobTypeJobFacet");
    type["processingType"] = "BATCH";
    type["integration"] = "PADCHESTD";
    type["jobType"] = "JOB";
    return {
        {"namespace", "padchestd"}, {"name", "ingest." + feed}, {"facets", {{"jobType", std::move(type)}}}};
}

Json feed_of(const std::string& feed) {
    return {{"namespace", "padchestd"}, {"name", "feed." + feed}};
}

// With what was read of it.
Json input_of(const LineageRun& run) {
    auto read = statistics(facet("1-0-0", "InputStatisticsInputDatasetFacet"), run.report.records);
    read["size"] = run.report.bytes;
    auto dataset = feed_of(run.feed);
    dataset["inputFacets"] = {{"inputStatistics", std::move(read)}};
    return dataset;
}

// A table, with the rows that were written where that is known.
Json output(const WrittenRows& rows, std::string_view table, std::optional<std::int64_t> written) {
    Json dataset = {{"namespace", "postgres://" + rows.host + ':' + std::to_string(rows.port)},
                    {"name", rows.database + '.' + std::string(table)}};
    if (written)
        dataset["outputFacets"] = {
            {"outputStatistics", statistics(facet("1-0-2", "OutputStatisticsOutputDatasetFacet"), *written)}};
    return dataset;
}

Json outputs_of(const LineageRun& run) {
    Json outputs = Json::array();
    if (!run.rows) return outputs;
    const WrittenRows& rows = *run.rows;
    if (run.report.batches > 0) {
        outputs.push_back(output(rows, "ods.encounters", rows.encounters));
        outputs.push_back(output(rows, "ods.procedures", rows.procedures));
        outputs.push_back(output(rows, "ods.reports", rows.reports));
        if (rows.findings > 0) outputs.push_back(output(rows, "ods.findings", rows.findings));
        outputs.push_back(output(rows, "ods.encounter_diagnoses", {}));
        outputs.push_back(output(rows, "ods.encounter_localizations", {}));
        outputs.push_back(output(rows, "ingest.quarantine", run.report.quarantined));
    }
    if (run.report.refreshed > 0) {
        outputs.push_back(output(rows, "dwh.fact_encounter", run.report.refreshed));
        for (const std::string_view table :
             {"dwh.fact_procedure", "dwh.fact_report", "dwh.bridge_encounter_diagnosis"})
            outputs.push_back(output(rows, table, {}));
    }
    return outputs;
}

Json run_of(const std::string& id, const util::Problem* problem) {
    auto engine = facet("1-1-1", "ProcessingEngineRunFacet");
    engine["version"] = util::version();
    engine["name"] = "padchestd";
    Json facets = {{"processing_engine", std::move(engine)}};
    if (problem != nullptr) {
        auto message = facet("1-0-1", "ErrorMessageRunFacet");
        message["message"] = problem->what;
        message["programmingLanguage"] = "C++";
        facets["errorMessage"] = std::move(message);
    }
    return {{"runId", id}, {"facets", std::move(facets)}};
}

const char* ending(CycleState state) {
    if (state == CycleState::degraded) return "FAIL";
    return state == CycleState::stopped ? "ABORT" : "COMPLETE";
}

Json event(const char* type, util::WallTime at, Json run, const std::string& feed, Json input, Json outputs) {
    return {{"eventType", type},
            {"eventTime", util::rfc3339(at)},
            {"run", std::move(run)},
            {"job", job_of(feed)},
            {"inputs", Json::array({std::move(input)})},
            {"outputs", std::move(outputs)},
            {"producer", producer()},
            {"schemaURL", kEvent}};
}

// Bytes of a message that are no UTF-8 are replaced, and a line end is escaped: one line each.
std::string line(const Json& event) {
    return event.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

std::string lineage_start(const std::string& id, const std::string& feed, util::WallTime at) {
    return line(event("START", at, run_of(id, nullptr), feed, feed_of(feed), Json::array()));
}

std::string lineage_end(const LineageRun& run) {
    const auto& problem = run.report.problem;
    return line(event(ending(run.report.state), run.ended_at, run_of(run.id, problem ? &*problem : nullptr),
                      run.feed, input_of(run), outputs_of(run)));
}

} // namespace padchestd::operation
