#include "text_store/search.h"

#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "util/printable.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

using nlohmann::ordered_json;

ordered_json to_json(const text_store::Hit& hit, bool explain) {
    ordered_json json = {{"encounter_id", hit.encounter_id},
                         {"report_id", hit.report_id},
                         {"score", hit.score},
                         {"text_score", hit.text_score},
                         {"diagnoses", hit.diagnoses}};
    if (!explain) return json;
    json["explanation"] = ordered_json::array();
    for (const auto& one : hit.explanation)
        json["explanation"].push_back({{"stem", one.term}, {"share", one.share}});
    return json;
}

void print(const text_store::Hit& hit) {
    std::cout << std::fixed << std::setprecision(3) << std::setw(6) << hit.score << std::setw(7)
              << hit.text_score << "  " << util::printable(hit.encounter_id) << "  "
              << util::printable(hit.report_id);
    for (std::size_t i = 0; i < hit.diagnoses.size(); ++i)
        std::cout << (i == 0 ? "  " : ", ") << util::printable(hit.diagnoses[i]);
    std::cout << '\n';
    for (const auto& one : hit.explanation)
        std::cout << std::string(15, ' ') << std::setw(6) << one.share << "  " << util::printable(one.term)
                  << '\n';
}

void print(const std::vector<text_store::Hit>& hits, const SearchCommandOptions& options) {
    if (options.json) {
        ordered_json all = ordered_json::array();
        for (const auto& hit : hits) all.push_back(to_json(hit, options.search.explain));
        std::cout << all.dump(2) << '\n';
        return;
    }
    for (const auto& hit : hits) print(hit);
    if (hits.empty()) std::cout << "nothing found\n";
}

} // namespace

ExitCode search(const Invocation& invocation, const SearchCommandOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "search");
    print(text_store::search(connection, options.what, options.search), options);
    return ExitCode::ok;
}

ExitCode similar(const Invocation& invocation, const SearchCommandOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "search");
    print(text_store::similar(connection, options.what, options.search), options);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
