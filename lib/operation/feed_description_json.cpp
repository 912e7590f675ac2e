#include "operation/feed_description.h"

#include <nlohmann/json.hpp>

namespace padchestd::operation {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) {
    return text.empty() ? Json(nullptr) : Json(std::string(text));
}

Json columns_json(const FormatFit& fit) {
    Json columns = Json::array();
    for (const auto& column : fit.columns) {
        columns.push_back({{"name", column.name},
                           {"state", std::string(name(column.state))},
                           {"use", column.use ? Json(std::string(name(*column.use))) : Json(nullptr)},
                           {"perhaps", text_or_null(column.nearest)}});
    }
    return columns;
}

Json records_json(const RecordsLookedAt& records) {
    Json rejected = Json::array();
    for (const auto& [why, count] : records.by_reason)
        rejected.push_back({{"reason", why.first}, {"column", text_or_null(why.second)}, {"records", count}});
    return {{"read", records.read},
            {"loadable", records.read - records.rejected},
            {"more", records.more},
            {"rejected", rejected}};
}

} // namespace

std::string feed_description_json(const FeedDescription& description) {
    const auto& problem = description.problem;
    const auto* const mapping = description.fit.mapping;
    const Json json = {{"bytes", description.size},
                       {"compression", text_or_null(description.compression)},
                       {"text_bytes", description.text_bytes},
                       {"encoding", std::string(feed::name(description.form.encoding))},
                       {"byte_order_mark", description.form.byte_order_mark},
                       {"line_ends", text_or_null(feed::line_ends(description.form))},
                       {"delimiter", text_or_null(description.delimiter)},
                       {"column_count", description.column_count},
                       {"format", mapping == nullptr ? Json(nullptr) : Json(std::string(mapping->format()))},
                       {"columns", columns_json(description.fit)},
                       {"records", records_json(description.records)},
                       {"can_be_loaded", !problem},
                       {"verdict", verdict(description)},
                       {"hint", text_or_null(problem ? problem->hint : "")}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace padchestd::operation
