#include "clinical/mapping.h"

#include "util/failure.h"

#include <utility>

namespace padchestd::clinical {

namespace {

void refuse_missing_columns(const std::vector<std::string>& missing, std::string_view what) {
    if (missing.empty()) return;
    std::string names;
    for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
    throw util::Failure("the feed's header lacks columns: " + names,
                        "is this " + std::string(what) +
                            ", and has its format changed? columns are found by name, in any order",
                        util::ExitCode::data);
}

void refuse_double_names(const feed::CsvHeader& header) {
    for (std::size_t i = 0; i < header.names.size(); ++i) {
        if (header.column(header.names[i]) == i) continue;
        throw util::Failure(
            "the feed's header has the column '" + header.names[i] + "' twice, at places " +
                std::to_string(*header.column(header.names[i]) + 1) + " and " + std::to_string(i + 1),
            "which program joined or added columns? each name may occur once", util::ExitCode::data);
    }
}

} // namespace

std::vector<FeedColumn> Mapping::feed_columns() const {
    std::vector<FeedColumn> columns;
    for (auto& name : missing_columns({})) columns.push_back({std::move(name), ColumnUse::needed});
    return columns;
}

std::vector<std::string> missing_names(const feed::CsvHeader& header,
                                       std::span<const std::string_view> names) {
    std::vector<std::string> missing;
    for (const std::string_view name : names) {
        if (!header.column(name)) missing.emplace_back(name);
    }
    return missing;
}

const feed::CsvHeader& fitting(const feed::CsvHeader& header, const std::vector<std::string>& missing,
                               std::string_view what) {
    refuse_missing_columns(missing, what);
    refuse_double_names(header);
    return header;
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
