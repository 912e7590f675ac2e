#pragma once
// Pages and completions made of the two declarations there are: the command line's and the configuration
// keys'. Written out by the hidden command `documentation`, at build time for the package.

#include "daemon/command_tree.h"

#include <string>

namespace padchestd::daemon::documentation {

[[nodiscard]] std::string man_page(const CommandWord& tree);     // padchestd(1), roff
[[nodiscard]] std::string configuration_man_page();              // padchestd.yaml(5), roff
[[nodiscard]] std::string configuration_page();                  // docs/configuration.md
[[nodiscard]] std::string command_page(const CommandWord& tree); // docs/commands.md
[[nodiscard]] std::string bash_completion(const CommandWord& tree);
[[nodiscard]] std::string zsh_completion(const CommandWord& tree);
[[nodiscard]] std::string fish_completion(const CommandWord& tree);

} // namespace padchestd::daemon::documentation
