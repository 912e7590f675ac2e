#include "ingest/column_policy.h"

#include "feed/header_reader.h"
#include "ingest/feed_source.h"
#include "util/failure.h"
#include "util/printable.h"

#include <set>
#include <vector>

namespace padchestd::ingest {

namespace {

using config::ColumnPolicy;

template<typename Names, typename NameOf>
std::string names_not_in(const Names& names, NameOf name_of, const std::set<std::string_view>& others) {
    std::string list;
    for (const auto& one : names) {
        const std::string& name = name_of(one);
        if (!others.contains(name)) list += (list.empty() ? "" : ", ") + util::printable(name);
    }
    return list;
}

const std::string& itself(const std::string& name) {
    return name;
}

const std::string& name_of(const clinical::FeedColumn& column) {
    return column.name;
}

} // namespace

void check_columns(const feed::CsvHeader& header, const clinical::Mapping& mapping,
                   const config::FeedSettings& settings) {
    const auto columns = mapping.feed_columns();
    std::set<std::string_view> known;
    for (const auto& column : columns) known.insert(column.name);
    const auto added = names_not_in(header.names, itself, known);
    if (settings.added_columns == ColumnPolicy::refuse && !added.empty())
        throw util::Failure(
            "the feed's header has columns that feed.added_columns refuses: " + added,
            "did the export gain them? feed.added_columns: accept passes them over, feed.renamed_columns "
            "gives one of the format's names",
            util::ExitCode::data);
    const auto missing = names_not_in(columns, name_of, {header.names.begin(), header.names.end()});
    if (settings.missing_columns == ColumnPolicy::refuse && !missing.empty())
        throw util::Failure(
            "the feed's header lacks columns that feed.missing_columns refuses to miss: " + missing,
            "did the export lose them? feed.missing_columns: accept does without them", util::ExitCode::data);
}

feed::CsvHeader generation_header(pg::Connection& connection, const config::FeedSettings& settings,
                                  std::int32_t generation) {
    const auto rows = connection.query("read the header of a generation",
                                       "select convert_from(header, 'UTF8') from ingest.generations "
                                       "where feed = $1 and generation = $2",
                                       {settings.name, generation});
    auto header =
        feed::read_header(rows.value().text(), static_cast<std::size_t>(settings.max_record_bytes)).value();
    feed::rename_columns(header, declaration_of(settings).renamed);
    return header;
}

std::string names_beyond(const feed::CsvHeader& header, const feed::CsvHeader& other) {
    return names_not_in(header.names, itself, {other.names.begin(), other.names.end()});
}

} // namespace padchestd::ingest
