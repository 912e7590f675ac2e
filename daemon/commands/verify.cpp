#include "warehouse/verify.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "store/early_encounter.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode verify(const Invocation& invocation) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "verify");
    const auto differences = warehouse::verify(connection, invocation.clock);
    for (const auto& difference : differences) {
        std::cout << difference.table << ": " << difference.missing_rows << " rows missing, "
                  << difference.surplus_rows << " rows too many\n";
    }
    if (const auto early = store::find_early_encounters(connection); early.count > 0) {
        std::cerr
            << "padchestd: " << store::problem(early)
            << "\nhint: was a birth date changed by hand? The daemon draws a patient again for them when it "
               "starts\n";
        return ExitCode::difference;
    }
    if (differences.empty()) {
        std::cout << "the warehouse equals a rebuild in all " << warehouse::verified_tables().size()
                  << " tables\n";
        return ExitCode::ok;
    }
    std::cerr
        << "padchestd: the warehouse is not what the store says\nhint: `padchestd refresh --full` mends it\n";
    return ExitCode::difference;
}

} // namespace padchestd::daemon::commands
