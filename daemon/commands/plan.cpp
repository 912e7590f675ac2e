#include "operation/plan.h"

#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

void print_course(const operation::Plan& plan) {
    std::cout << "feed        " << plan.feed << ", generation " << plan.generation;
    if (!plan.new_generation.empty()) std::cout << ", which would be opened: " << plan.new_generation;
    std::cout << '\n';
    if (plan.migrations > 0) std::cout << "first       " << plan.migrations << " migrations\n";
    if (plan.patients > 0) std::cout << "first       " << plan.patients << " synthetic patients\n";
    if (!plan.paused_reason.empty())
        std::cout << "paused      " << plan.paused_reason << "; nothing would be read\n";
    std::cout << "read        " << plan.records << " records in " << plan.batches << " batches, bytes "
              << plan.from << " to " << plan.to
              << (plan.further_files > 0
                      ? " of the last of " + std::to_string(plan.further_files + 1) + " files"
                      : "")
              << "; " << plan.lag_bytes << " bytes would be left\n";
    if (plan.would_pause)
        std::cout
            << "then        the circuit breaker would pause the feed: most of the next batch is rejected\n";
}

} // namespace

ExitCode plan(const Invocation& invocation, const PlanOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "plan");
    const auto planned =
        operation::make_plan(connection, settings, mappings().at(settings.feed.format), invocation.clock);
    if (options.json) {
        std::cout << operation::plan_json(planned);
        return ExitCode::ok;
    }
    print_course(planned);
    std::cout << "new         " << planned.new_records << "\nchanged     " << planned.changed_records
              << "\nunchanged   " << planned.unchanged << "\nsuperseded  " << planned.superseded
              << "\nrejected    " << planned.rejected_records() << '\n';
    for (const auto& [reason, records] : planned.rejected)
        std::cout << "  " << reason << ' ' << records << '\n';
    std::cout << "rows        " << planned.inserted << " to insert, " << planned.updated << " to update\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
