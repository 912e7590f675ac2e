#pragma once
// An infrastructure failure that a person must be able to act on: what was attempted, on what, and what to
// check next. Bad input is not a failure but a value (clinical/rejection.h). Database failures are pg::Error,
// which is one of these.

#include "util/exit_code.h"

#include <stdexcept>
#include <string>

namespace padchestd::util {

class Failure : public std::runtime_error {
  public:
    // `what`: lower case, no full stop. `hint`: the operator's next question. `exit_code`: how a command line
    // ends on it.
    Failure(const std::string& what, std::string hint, ExitCode exit_code)
        : std::runtime_error(what)
        , hint_(std::move(hint))
        , exit_code_(exit_code) {}

    [[nodiscard]] const std::string& hint() const { return hint_; }
    [[nodiscard]] ExitCode exit_code() const { return exit_code_; }

  private:
    std::string hint_;
    ExitCode exit_code_;
};

} // namespace padchestd::util
