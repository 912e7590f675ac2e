#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "ingest/database.h"
#include "ingest/patient_seed.h"
#include "store/patient_pool.h"

#include <iostream>

namespace padchestd::daemon::commands {

ExitCode seed_patients(const Invocation& invocation, const SeedOptions& options) {
    auto settings = invocation.settings();
    if (options.count) settings.patients.count = *options.count;
    if (options.seed) settings.patients.seed = *options.seed;
    if (!options.secret_file.empty()) settings.patients.secret_file = options.secret_file;
    open_quiet_log();
    auto connection = connect(settings, "seed-patients");
    ingest::prepare_database(connection, settings, mappings().at(settings.feed.format),
                             invocation.clock); // seeds an empty pool
    ingest::seed_patients(connection, settings.patients.count, settings.patients.seed,
                          invocation.clock); // or one that grows
    std::cout << store::count_patients(connection) << " patients in the pool\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
