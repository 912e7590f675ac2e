#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "quality/assessment.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

using nlohmann::ordered_json;
using quality::Assessment;

void print_json(const Assessment& assessment) {
    ordered_json checks = ordered_json::array();
    for (const auto& one : assessment.results)
        checks.push_back({{"category", one.category},
                          {"check", one.name},
                          {"description", one.description},
                          {"checked_rows", one.checked_rows},
                          {"failing_rows", one.failing_rows},
                          {"failing_share", one.failing_share()},
                          {"threshold", one.threshold},
                          {"passed", one.passed}});
    const ordered_json whole = {
        {"run", assessment.run},
        {"checked_at", assessment.checked_at},
        {"feed", assessment.feed},
        {"batch", assessment.batch ? ordered_json(*assessment.batch) : ordered_json()},
        {"passed", assessment.results.size() - assessment.failed()},
        {"failed", assessment.failed()},
        {"checks", std::move(checks)}};
    std::cout << whole.dump(2) << '\n';
}

void print_check(const quality::CheckResult& one) {
    std::cout << (one.passed ? "PASSED  " : "FAILED  ") << std::left << std::setw(30) << one.name << ' '
              << one.failing_rows << " of " << one.checked_rows << " rows, " << 100 * one.failing_share()
              << " %; allowed " << 100 * one.threshold << " %\n";
    if (!one.passed) std::cout << "        " << one.description << '\n';
}

void print(const Assessment& assessment) {
    std::string category;
    for (const auto& one : assessment.results) {
        if (one.category != category) std::cout << one.category << '\n';
        category = one.category;
        print_check(one);
    }
    std::cout << "run " << assessment.run << ": " << assessment.results.size() - assessment.failed()
              << " passed, " << assessment.failed() << " failed\n";
}

} // namespace

ExitCode quality(const Invocation& invocation, const QualityOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    const auto thresholds = quality::read_thresholds(options.thresholds.empty() ? settings.quality.thresholds
                                                                                : options.thresholds);
    auto connection = connect(settings, "quality");
    const auto assessment = quality::assess(connection, thresholds, settings.feed.name, invocation.clock);
    if (options.json)
        print_json(assessment);
    else
        print(assessment);
    if (assessment.failed() == 0) return ExitCode::ok;
    std::cerr
        << "padchestd: the data fails " << assessment.failed()
        << " quality checks\nhint: is it the feed, or does the site allow for more (quality.thresholds)? "
           "docs/quality.md tells what each check is about\n";
    return ExitCode::difference;
}

} // namespace padchestd::daemon::commands
