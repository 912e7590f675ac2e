#include "operation/redraw.h"

#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "ingest/database.h"
#include "ingest/feed_people.h"
#include "store/patient_choice.h"
#include "store/patient_pool.h"
#include "util/failure.h"
#include "warehouse/refresh.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode redraw(const Invocation& invocation) {
    const auto settings = invocation.settings();
    const auto& mapping = mappings().at(settings.feed.format);
    open_quiet_log();
    auto connection = connect(settings, "redraw");
    (void)padchestd::ingest::migrate(connection, settings);
    operation::RedrawReport report;
    try {
        report = operation::redraw(connection, settings, mapping, invocation.clock);
    } catch (const store::PoolTooSmall& failure) {
        throw padchestd::ingest::too_small(failure, settings, mapping, store::read_pool(connection).draw);
    }
    const auto refreshed = warehouse::refresh(connection, invocation.clock);
    std::cout << report.changed << " of " << report.encounters << " studies have another patient";
    if (report.unread > 0) std::cout << "; " << report.unread << " are not in the feed: of an unknown person";
    std::cout << "; the warehouse followed " << refreshed.encounters
              << " encounters, the dashboard follows with the next cycle or `padchestd dashboard`\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
