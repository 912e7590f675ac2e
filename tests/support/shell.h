#pragma once
// A command of the shell, for tests that ask other programs.

#include "support/environment.h"
#include "support/temp_folder.h"

#include <cstdlib>
#include <string>

namespace padchestd::tests {

// What it wrote, and whether it ended with 0.
struct ShellEnd {
    bool well = false;
    std::string output;
};

inline ShellEnd shell(const TempFolder& folder, const std::string& command) {
    const auto file = (folder / "shell.out").string();
    const int ended = std::system(("( " + command + " ) >'" + file + "' 2>&1").c_str());
    return {ended == 0, read_file(file)};
}

inline bool has_tool(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null").c_str()) == 0;
}

} // namespace padchestd::tests
