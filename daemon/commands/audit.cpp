#include "operation/audit.h"

#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode audit(const Invocation& invocation) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "audit");
    const auto found = operation::audit(connection, settings, mappings().at(settings.feed.format));
    std::cout << found.generations << " generations, " << found.batches << " batches, " << found.ledger_bytes
              << " bytes in the ledger\n";
    if (found.feed_read) {
        std::cout << "read again from the feed: " << found.feed_records << " records, " << found.feed_bytes
                  << " bytes";
        if (found.files_read + found.files_away > 1)
            std::cout << ", of " << found.files_read << " files; " << found.files_away << " are not at hand";
        std::cout << '\n';
    } else {
        std::cout << "the feed was not read again: it is not at hand, or another generation has begun\n";
    }
    if (found.differences.empty()) {
        std::cout << "every byte is accounted for\n";
        return ExitCode::ok;
    }
    for (const auto& difference : found.differences) std::cout << difference << '\n';
    std::cerr << "padchestd: the ledger, the tables and the feed do not agree\n"
                 "hint: was the feed edited before the read position, or a table by hand?\n";
    return ExitCode::difference;
}

} // namespace padchestd::daemon::commands
