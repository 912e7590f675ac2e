#include "operation/validation.h"
#include "util/failure.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace padchestd::operation {

std::string expectations_json(const Expectations& expectations) {
    const nlohmann::ordered_json json = {{"feed", expectations.feed},
                                         {"bytes", expectations.bytes},
                                         {"sha256", expectations.sha256},
                                         {"counts", expectations.counts}};
    return json.dump(2) + "\n";
}

Expectations read_expectations(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file)
        throw util::Failure("cannot open the expectations " + path.string(),
                            "does the file exist, and may this user read it?", util::ExitCode::no_input);
    try {
        const auto json = nlohmann::json::parse(file);
        return {json.at("feed").get<std::string>(), json.at("bytes").get<std::uint64_t>(),
                json.at("sha256").get<std::string>(), json.at("counts").get<FigureCounts>()};
    } catch (const nlohmann::json::exception&) {
        throw util::Failure("the expectations " + path.string() + " are not what this program writes",
                            "one JSON object with feed, bytes, sha256 and counts; `padchestd validate "
                            "--write FILE` makes it",
                            util::ExitCode::data);
    }
}

} // namespace padchestd::operation
