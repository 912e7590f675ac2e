#include "warehouse/verify.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "pg/cluster.h"
#include "store/early_encounter.h"
#include "util/failure.h"
#include "warehouse/refresh.h"
#include "warehouse/rolling_proof.h"

#include <unistd.h>

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

// How often a part is tried where others queue changes between the refresh and the part.
constexpr int kTries = 100;

void print(const warehouse::Difference& difference) {
    std::cout << difference.table << ": " << difference.missing_rows << " rows missing, "
              << difference.surplus_rows << " rows too many\n";
}

ExitCode complain() {
    std::cerr
        << "padchestd: the warehouse is not what the store says\nhint: `padchestd refresh --full` mends it\n";
    return ExitCode::difference;
}

// On a terminal only: a line that the next one overwrites.
void show(const std::string& progress) {
    static const bool terminal = ::isatty(STDERR_FILENO) == 1;
    if (terminal) std::cerr << "\r\x1b[K" << progress << std::flush;
}

warehouse::ProvedPart prove_part(pg::Connection& connection, const util::Clock& clock) {
    for (int i = 0; i < kTries; ++i) {
        warehouse::refresh(connection, clock);
        if (auto part = warehouse::prove_part(connection, clock)) return *part;
    }
    throw util::Failure(util::Problem{
        "cannot compare a part of the warehouse: something waits for a refresh after each refresh",
        "who else writes to the store? `padchestd verify` holds them up", ExitCode::temporary});
}

ExitCode verify_parts(pg::Connection& connection, const Invocation& invocation, bool whole_turn) {
    if (pg::is_cluster(connection))
        throw util::Failure(util::Problem{
            "cannot compare the warehouse in parts on a cluster",
            "its nodes have no snapshot in common: `padchestd verify` compares all of it", ExitCode::usage});
    std::int64_t tables = 0;
    for (;;) {
        const auto part = prove_part(connection, invocation.clock);
        show(part.turn_ended || !whole_turn ? ""
                                            : "part " + std::to_string(part.parts) + ", " + part.section);
        for (const auto& difference : part.differences) print(difference);
        tables += static_cast<std::int64_t>(part.differences.size());
        if (whole_turn && !part.turn_ended) continue;
        if (tables > 0) return complain();
        std::cout << "turn " << part.turn << ", part " << part.parts << " (" << part.section
                  << "): the warehouse equals the store"
                  << (part.turn_ended ? "; the turn has ended\n" : "\n");
        return ExitCode::ok;
    }
}

} // namespace

ExitCode verify(const Invocation& invocation, const VerifyOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "verify");
    if (options.part || options.turn) return verify_parts(connection, invocation, options.turn);
    const auto differences =
        warehouse::verify(connection, invocation.clock, [](std::int64_t done, std::int64_t of) {
            show(done == of ? "all facts, and the aggregates"
                            : std::to_string(done) + " of " + std::to_string(of) + " encounters");
        });
    show("");
    for (const auto& difference : differences) print(difference);
    if (const auto early = store::find_early_encounters(connection); early.count > 0) {
        std::cerr
            << "padchestd: " << store::problem(early)
            << "\nhint: was a birth date changed by hand? The daemon draws a patient again for them when it "
               "starts\n";
        return ExitCode::difference;
    }
    if (!differences.empty()) return complain();
    std::cout << "the warehouse equals a rebuild in all " << warehouse::verified_tables().size()
              << " tables\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
