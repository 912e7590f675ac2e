#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "store/checkpoint.h"
#include "store/reject_log.h"
#include "util/failure.h"
#include "util/printable.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

// Positions, reasons and hashes: what finds a record without saying whose it is.
nlohmann::ordered_json to_json(const store::Quarantined& found) {
    const auto& reject = found.reject;
    return {{"id", found.quarantine_id},
            {"status", found.status},
            {"reason", reject.reason},
            {"column", reject.column},
            {"sqlstate", reject.sqlstate},
            {"generation", found.generation},
            {"byte_offset", reject.byte_offset},
            {"length", reject.length},
            {"row", reject.row_number + 1},
            {"hash", util::hex(found.record_hash.mac)},
            {"quarantined_at", found.quarantined_at}};
}

void print(const store::Quarantined& found) {
    const auto& reject = found.reject;
    std::cout << found.quarantine_id << "  " << found.status << "  " << reject.reason;
    if (!reject.column.empty()) std::cout << " in " << util::printable(reject.column);
    if (!reject.sqlstate.empty()) std::cout << " (SQLSTATE " << reject.sqlstate << ')';
    std::cout << "  row " << reject.row_number + 1 << ", " << reject.length << " bytes at byte "
              << reject.byte_offset << " of generation " << found.generation << "  " << found.quarantined_at
              << '\n';
}

// The records of a batch that was held back are not in quarantine: who looks for them here is told where they
// are.
void tell_pause(pg::Connection& connection, const std::string& feed) {
    const auto checkpoint = store::read_checkpoint(connection, feed);
    if (!checkpoint || checkpoint->paused_reason.empty()) return;
    std::cout << "the feed is paused, and the records of the batch that was held back are not here: "
              << checkpoint->paused_reason << "\nhint: `padchestd feed status` shows where they are\n";
}

} // namespace

ExitCode quarantine_list(const Invocation& invocation, const QuarantineOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "quarantine");
    store::QuarantineFilter filter;
    filter.feed = settings.feed.name;
    filter.only_open = !options.all;
    filter.after_id = options.after;
    filter.limit = options.limit;
    const auto records = store::list_quarantined(connection, filter);
    for (const auto& record : records) {
        if (options.json)
            std::cout << to_json(record).dump() << '\n';
        else
            print(record);
    }
    if (options.json) return ExitCode::ok;
    std::cout << store::count_open_quarantined(connection, settings.feed.name) << " open\n";
    tell_pause(connection, settings.feed.name);
    if (static_cast<std::int64_t>(records.size()) == options.limit) {
        std::cout << "there may be more: --after " << records.back().quarantine_id << '\n';
    }
    return ExitCode::ok;
}

ExitCode quarantine_show(const Invocation& invocation, const QuarantineOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "quarantine");
    store::QuarantineFilter filter;
    filter.feed = settings.feed.name;
    filter.quarantine_id = options.id;
    filter.only_open = false;
    const auto records = store::list_quarantined(connection, filter);
    if (records.empty()) {
        throw util::Failure("there is no quarantined record " + std::to_string(options.id) + " of this feed",
                            "which ids does `padchestd quarantine list --all` show?", ExitCode::data);
    }
    const auto& found = records.front();
    if (options.json) {
        auto json = to_json(found);
        json["record"] = found.reject.record ? nlohmann::ordered_json(*found.reject.record)
                                             : nlohmann::ordered_json(nullptr);
        std::cout << json.dump(2) << '\n';
        return ExitCode::ok;
    }
    print(found);
    if (found.reject.record)
        std::cout << util::printable(*found.reject.record) << '\n';
    else
        std::cout << "(its content is not kept here; the feed holds it at that byte)\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
