#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "store/patient_pool.h"
#include "util/failure.h"
#include "util/time_text.h"

#include <iostream>

namespace padchestd::daemon::commands {

namespace {

clinical::Date date(const std::string& option, const std::string& text) {
    const auto parsed = clinical::parse_iso_date(text);
    if (parsed) return *parsed;
    throw util::Failure(option + " is not a date: " + text, "write it as 2014-09-15", ExitCode::usage);
}

} // namespace

ExitCode patient_move(const Invocation& invocation, const PatientOptions& options) {
    const auto from = date("--from", options.from);
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "patient");
    store::move_patient(connection, options.patient_id, from, options.location,
                        util::rfc3339(invocation.clock.now()));
    std::cout << "moved; the warehouse follows at its next refresh\n";
    return ExitCode::ok;
}

ExitCode patient_correct(const Invocation& invocation, const PatientOptions& options) {
    std::optional<clinical::Date> birth_date;
    if (options.birth_date) birth_date = date("--birth-date", *options.birth_date);
    if (!birth_date && !options.sex) {
        throw util::Failure("nothing to correct", "what is wrong: --birth-date, --sex, or both?",
                            ExitCode::usage);
    }
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "patient");
    const auto sex = options.sex ? std::optional<std::string_view>(*options.sex) : std::nullopt;
    store::correct_patient(connection, options.patient_id, birth_date, sex,
                           util::rfc3339(invocation.clock.now()));
    std::cout << "corrected; the warehouse follows at its next refresh\n";
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
