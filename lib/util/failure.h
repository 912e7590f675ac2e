#pragma once
// An infrastructure failure that a person must be able to act on: a problem, thrown. Bad input is not a
// failure but a value (clinical/rejection.h). Database failures are pg::Error, which is one of these.

#include "util/problem.h"

#include <stdexcept>
#include <string>

namespace padchestd::util {

class Failure : public std::runtime_error {
  public:
    // As the members of Problem.
    Failure(const std::string& what, std::string hint, ExitCode exit_code)
        : Failure(Problem{what, std::move(hint), exit_code}) {}
    explicit Failure(Problem problem)
        : std::runtime_error(problem.what)
        , problem_(std::move(problem)) {}

    [[nodiscard]] const Problem& problem() const { return problem_; }
    [[nodiscard]] const std::string& hint() const { return problem_.hint; }
    [[nodiscard]] ExitCode exit_code() const { return problem_.exit_code; }

  private:
    Problem problem_;
};

} // namespace padchestd::util
