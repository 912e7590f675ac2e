#include "clinical/mapping.h"

#include "util/failure.h"

#include <utility>

namespace padchestd::clinical {

std::vector<FeedColumn> Mapping::feed_columns() const {
    std::vector<FeedColumn> columns;
    for (auto& name : missing_columns({})) columns.push_back({std::move(name), ColumnUse::needed});
    return columns;
}

const Mapping& Mappings::at(std::string_view format) const {
    std::string known;
    for (const Mapping* mapping : all_) {
        if (mapping->format() == format) return *mapping;
        known += (known.empty() ? "" : ", ") + std::string(mapping->format());
    }
    throw util::Failure("cannot read feeds of the format " + std::string(format),
                        "is feed.format right? This program knows: " + known, util::ExitCode::config);
}

} // namespace padchestd::clinical
