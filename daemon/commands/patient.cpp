#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "store/patient_history.h"
#include "util/failure.h"
#include "util/printable.h"
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

ExitCode patient_undo(const Invocation& invocation, const PatientOptions& options) {
    std::optional<clinical::Date> from;
    if (!options.from.empty()) from = date("--from", options.from);
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "patient");
    const auto undone =
        store::undo_move(connection, options.patient_id, from, util::rfc3339(invocation.clock.now()));
    std::cout << "undone: the move to " << util::printable(undone.location) << " from "
              << clinical::iso_text(undone.valid_from) << " on; the warehouse follows at its next refresh\n";
    return ExitCode::ok;
}

ExitCode patient_history(const Invocation& invocation, const PatientOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "patient");
    const auto patient = store::read_patient(connection, options.patient_id);
    const auto today = util::rfc3339(invocation.clock.now()).substr(0, 10);
    std::cout << patient.patient_id << "  " << patient.sex << "  born "
              << clinical::iso_text(patient.birth_date) << "\n  at first    "
              << util::printable(patient.location) << '\n';
    for (const auto& move : patient.moves) {
        const std::string day = clinical::iso_text(move.valid_from);
        std::cout << "  " << day << "  " << util::printable(move.location)
                  << (day > today ? "  (to come)" : "") << '\n';
    }
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
