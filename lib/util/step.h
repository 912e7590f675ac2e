#pragma once
// Named steps of a cycle, at which a recovery test can stop the program, kill it, or make the step fail.
// Nothing is installed in the daemon: a step then costs one test of a null pointer. The list of names is
// kStepNames in step.cpp; tests/recovery/ walks all of it.

#include <span>
#include <string_view>

namespace padchestd::util {

// Called with the step's name, just before the step is done. May throw to make the step fail, or not return
// at all.
using StepObserver = void (*)(std::string_view name);

// Installs an observer for the whole process, or none (nullptr). Not thread-safe: before the work begins.
void observe_steps(StepObserver observer);

// Announces that the step `name` comes next. Throws what the observer throws.
void step(std::string_view name);

// Every step there is, in the order of a cycle.
[[nodiscard]] std::span<const std::string_view> step_names();

} // namespace padchestd::util
