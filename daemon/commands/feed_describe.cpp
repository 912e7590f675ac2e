#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "operation/feed_description.h"
#include "util/printable.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

using operation::ColumnState;
using operation::FeedDescription;

std::string shown(const std::string& name) {
    return name.empty() ? "(no name)" : util::printable(name);
}

void print_form(const FeedDescription& feed) {
    std::cout << "size         " << feed.size << " bytes\n";
    std::cout << "compression  " << (feed.compression.empty() ? "none" : feed.compression);
    if (!feed.compression.empty() && !feed.delimiter.empty())
        std::cout << ", " << feed.text_bytes << " bytes of text";
    std::cout << '\n';
    if (!feed.compression.empty() && feed.delimiter.empty()) return; // the text was not reached
    std::cout << "encoding     " << feed::name(feed.form.encoding)
              << (feed.form.byte_order_mark ? ", with a byte order mark\n" : ", no byte order mark\n");
    if (const auto ends = feed::line_ends(feed.form); !ends.empty())
        std::cout << "line ends    " << ends << '\n';
    if (!feed.delimiter.empty()) std::cout << "delimiter    " << feed.delimiter << '\n';
}

// Those that are where the format has them are counted, the others named.
void print_columns(const FeedDescription& feed) {
    if (feed.fit.mapping == nullptr) return;
    std::cout << "columns      " << feed.column_count;
    if (feed.fit.is_header)
        std::cout << ", " << feed.fit.count(ColumnState::present) + feed.fit.count(ColumnState::reordered)
                  << " of them of the format " << feed.fit.mapping->format();
    std::cout << '\n';
    for (const auto& column : feed.fit.columns) {
        if (column.state == ColumnState::present) continue;
        std::cout << "  " << operation::name(column.state) << ' ' << shown(column.name);
        if (column.use) std::cout << " (" << operation::name(*column.use) << ')';
        if (!column.nearest.empty()) std::cout << ": perhaps " << shown(column.nearest);
        std::cout << '\n';
    }
}

void print_records(const operation::RecordsLookedAt& records) {
    std::cout << "records      " << (records.more ? "the first " : "") << records.read << " read, "
              << records.read - records.rejected << " can be loaded\n";
    for (const auto& [why, count] : records.by_reason)
        std::cout << "  " << why.first << (why.second.empty() ? "" : " in " + why.second) << ' ' << count
                  << '\n';
}

} // namespace

ExitCode feed_describe(const Invocation& invocation, const DescribeOptions& options) {
    auto settings = invocation.settings();
    settings.feed.path = options.file;
    open_quiet_log();
    const auto feed = operation::describe_feed(settings, mappings(), operation::FormatChoice::best);
    if (options.json) {
        std::cout << operation::feed_description_json(feed);
    } else {
        print_form(feed);
        print_columns(feed);
        if (feed.records.read > 0) print_records(feed.records);
        if (feed.problem) std::cout << "hint         " << feed.problem->hint << '\n';
        std::cout << "verdict      " << operation::verdict(feed) << '\n';
    }
    return feed.problem ? feed.problem->exit_code : ExitCode::ok;
}

} // namespace padchestd::daemon::commands
