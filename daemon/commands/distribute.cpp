#include "daemon/checklist.h"
#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "operation/distribution.h"
#include "store/writer_lock.h"
#include "util/failure.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

void show(const operation::DistributionPlan& plan, Checklist& list) {
    for (const auto& table : plan.distributed) list.ok(table + ": by encounter_id");
    for (const auto& table : plan.reference) list.ok(table + ": a copy on each node");
    for (const auto& obstacle : plan.obstacles)
        list.wrong(obstacle.what, obstacle.remedy, ExitCode::unavailable);
}

} // namespace

ExitCode distribute(const Invocation& invocation, const DistributeOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "distribute");
    const auto plan = operation::plan_distribution(connection);
    if (plan.done) {
        std::cout << "the tables are distributed already\n";
        return ExitCode::ok;
    }
    if (options.check) {
        Checklist list(Style::of_standard_output());
        show(plan, list);
        return list.exit_code();
    }
    if (!plan.obstacles.empty()) {
        const auto& first = plan.obstacles.front();
        std::string hint = first.remedy;
        if (plan.obstacles.size() > 1)
            hint += "; `padchestd distribute --check` shows all of what is in the way";
        throw util::Failure("cannot distribute the tables over a Citus cluster: " + first.what, hint,
                            ExitCode::unavailable);
    }
    if (store::try_writer_lock(connection, settings.feed.name) == store::LockState::rival)
        throw util::Failure("cannot distribute the tables: a daemon holds the feed " + settings.feed.name,
                            "was the daemon stopped? it is started again afterwards", ExitCode::temporary);
    operation::distribute(connection, plan);
    std::cout << plan.distributed.size() << " tables are distributed by encounter_id, "
              << plan.reference.size() << " are copied to each node\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
