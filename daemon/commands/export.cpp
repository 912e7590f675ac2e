#include "fhir/export.h"

#include "daemon/commands/commands.h"
#include "daemon/interruptible.h"
#include "daemon/session.h"
#include "store/patient_pool.h"

#include <unistd.h>

#include <chrono>
#include <iomanip>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

void print(const fhir::ExportReport& report, std::chrono::duration<double> took) {
    for (std::size_t type = 0; type < fhir::kTypeNames.size(); ++type)
        std::cout << std::left << std::setw(17) << fhir::kTypeNames[type] << std::right << std::setw(12)
                  << report.state.resources[type] << '\n';
    const double megabytes = static_cast<double>(report.bytes) / 1e6;
    std::cout << std::fixed << std::setprecision(1) << megabytes << " MB in " << took.count() << " s";
    if (report.resumed) std::cout << ", going on from an interrupted export";
    std::cout << '\n';
}

} // namespace

ExitCode export_fhir(const Invocation& invocation, const FhirExportOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "export");
    const auto secret = store::read_secret(connection);
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    const auto began = invocation.clock.steady();
    fhir::ExportReport report;
    run_interruptible([&](const std::stop_token& stop) {
        report = fhir::export_store(connection, secret, options.request, stop, [&](std::uint64_t studies) {
            if (terminal) std::cerr << '\r' << studies << " studies\033[K";
        });
    });
    if (terminal) std::cerr << "\r\033[K";
    print(report, invocation.clock.steady() - began);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
