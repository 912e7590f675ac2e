#pragma once
// Looks of `config check` and `doctor`: each thing is told, good or not, and the first that is wrong decides
// how the command ends.

#include "config/reader.h"
#include "daemon/style.h"
#include "util/exit_code.h"

#include <string>

namespace padchestd::daemon {

class Checklist {
  public:
    explicit Checklist(Style style)
        : style_(style) {}

    void ok(const std::string& what);
    void note(const std::string& what);                              // as it may be
    void doubtful(const std::string& what, const std::string& hint); // works, but could be better
    void wrong(const std::string& what, const std::string& hint, util::ExitCode exit_code);

    [[nodiscard]] util::ExitCode exit_code() const { return exit_code_; }

  private:
    Style style_;
    util::ExitCode exit_code_ = util::ExitCode::ok;
};

// Keys, passwords, and whether this user may read and write what it must.
void check_files(Checklist& list, const config::Configuration& configuration);

} // namespace padchestd::daemon
