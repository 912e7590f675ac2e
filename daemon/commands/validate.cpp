#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "operation/validation.h"
#include "util/atomic_file.h"
#include "util/printable.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

void print_check(const operation::Check& check) {
    std::cout << (check.passed() ? "PASSED  " : "FAILED  ") << check.what << ": " << check.found;
    if (!check.passed()) std::cout << ", expected " << check.expected;
    std::cout << '\n';
}

} // namespace

ExitCode validate(const Invocation& invocation, const ValidateOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "validate");
    if (!options.write.empty()) {
        util::write_atomically(
            options.write, operation::expectations_json(operation::present_figures(connection, settings)));
        return ExitCode::ok;
    }
    std::optional<operation::Expectations> own;
    if (!options.expect.empty()) own = operation::read_expectations(options.expect);
    const auto known = mappings().at(settings.feed.format).known_feeds();
    const auto validation = operation::validate(connection, settings, known, own);
    for (const auto& check : validation.checks) print_check(check);
    std::cout << validation.checks.size() - validation.failed() << " passed, " << validation.failed()
              << " failed; "
              << (validation.known.empty() ? "no figures are known of this feed"
                                           : "the feed is " + util::printable(validation.known))
              << '\n';
    if (validation.failed() == 0) return ExitCode::ok;
    std::cerr << "padchestd: the store is not what its feed gives\n"
                 "hint: was a table changed by hand? `padchestd audit` and `padchestd verify` tell where\n";
    return ExitCode::difference;
}

} // namespace padchestd::daemon::commands
