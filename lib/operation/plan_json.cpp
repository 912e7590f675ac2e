#include "operation/plan.h"

#include <nlohmann/json.hpp>

namespace padchestd::operation {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

std::string plan_json(const Plan& plan) {
    Json rejected = Json::object();
    for (const auto& [reason, records] : plan.rejected) rejected[reason] = records;
    const Json json = {{"feed", plan.feed},
                       {"generation", plan.generation},
                       {"new_generation", text_or_null(plan.new_generation)},
                       {"paused", text_or_null(plan.paused_reason)},
                       {"would_pause", plan.would_pause},
                       {"migrations", plan.migrations},
                       {"patients", plan.patients},
                       {"from_byte", plan.from},
                       {"to_byte", plan.to},
                       {"further_files", plan.further_files},
                       {"lag_bytes", plan.lag_bytes},
                       {"batches", plan.batches},
                       {"records", plan.records},
                       {"new", plan.new_records},
                       {"changed", plan.changed_records},
                       {"unchanged", plan.unchanged},
                       {"superseded", plan.superseded},
                       {"rejected", rejected},
                       {"rejected_records", plan.rejected_records()},
                       {"rows", {{"inserted", plan.inserted}, {"updated", plan.updated}}}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace padchestd::operation
