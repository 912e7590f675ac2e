// The Debian package and the service's unit, by the programs that judge them.

#include "support/environment.h"
#include "support/shell.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <regex>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

// Makes the package in a folder of its own; its path.
std::string made(const TempFolder& folder, const std::string& name) {
    const auto into = (folder / name).string();
    const auto ended =
        shell(folder, "cd '" + program().parent_path().string() + "' && cpack -G DEB -B '" + into + "'");
    INFO(ended.output);
    REQUIRE(ended.well);
    for (const auto& entry : std::filesystem::directory_iterator(into)) {
        if (entry.path().extension() == ".deb") return entry.path().string();
    }
    return "";
}

// The exposure that systemd-analyze gives the unit, with a drop-in or without.
double exposure(const std::string& drop_in) {
    const TempFolder folder;
    const auto units = folder / "usr/lib/systemd/system";
    std::filesystem::create_directories(units / "padchestd.service.d");
    std::filesystem::copy_file(source("systemd/padchestd.service"), units / "padchestd.service");
    if (!drop_in.empty())
        std::filesystem::copy_file(source(drop_in), units / "padchestd.service.d/drop-in.conf");
    const auto ended = shell(folder, "systemd-analyze security --no-pager --offline=true --root='" +
                                         folder.path().string() + "' padchestd.service");
    const std::regex line("exposure level for padchestd.service: ([0-9.]+)");
    std::smatch match;
    INFO(ended.output);
    REQUIRE(std::regex_search(ended.output, match, line));
    return std::stod(match[1]);
}

} // namespace

TEST_CASE("the unit is exposed at most 0.5 over a socket and 1.5 over TCP") {
    if (!has_tool("systemd-analyze")) return skip("systemd-analyze is not installed");
    CHECK(exposure("") <= 0.5);
    CHECK(exposure("systemd/padchestd-tcp.conf") <= 1.5);
}

TEST_CASE("two builds of the package give one hash, its list of parts is there, and lintian finds no error") {
    if (!std::filesystem::exists(program().parent_path() / "package/padchestd.spdx.json"))
        return skip("the package's files were not built (ninja all)");
    const TempFolder folder;
    const auto first = made(folder, "first");
    const auto second = made(folder, "second");
    CHECK(shell(folder, "cmp '" + first + "' '" + second + "'").well);

    const auto list = shell(folder, "dpkg-deb -c '" + first + "'").output;
    for (const char* const file :
         {"/usr/bin/padchestd", "/lib/systemd/system/padchestd.service", "/lib/sysusers.d/padchestd.conf",
          "/lib/tmpfiles.d/padchestd.conf", "/etc/padchestd/padchestd.yaml", "/etc/logrotate.d/padchestd",
          "/usr/share/man/man1/padchestd.1.gz", "/usr/share/man/man5/padchestd.yaml.5.gz",
          "/usr/share/padchestd/systemd/tcp.conf", "/usr/share/padchestd/monitoring/padchestd.rules.yml",
          "/usr/share/bash-completion/completions/padchestd", "/usr/share/zsh/vendor-completions/_padchestd",
          "/usr/share/fish/vendor_completions.d/padchestd.fish", "/usr/share/doc/padchestd/copyright"}) {
        INFO(file);
        CHECK(list.find(file) != std::string::npos);
    }
    const auto sbom =
        nlohmann::json::parse(read_file(program().parent_path() / "package/padchestd.spdx.json"));
    CHECK(sbom.at("spdxVersion") == "SPDX-2.3");
    CHECK(sbom.at("packages").size() > 10);
    CHECK(sbom.at("relationships").size() == sbom.at("packages").size());
    if (!has_tool("lintian")) return skip("lintian is not installed");
    const auto judged = shell(folder, "lintian --fail-on error --allow-root '" + first + "'");
    INFO(judged.output);
    CHECK(judged.well);
    CHECK(judged.output.find("E: ") == std::string::npos);
}
