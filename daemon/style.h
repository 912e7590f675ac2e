#pragma once
// Colour for people, on a terminal only, and not where NO_COLOR is set (no-color.org).

#include <string>
#include <string_view>

namespace padchestd::daemon {

class Style {
  public:
    explicit Style(bool colored)
        : colored_(colored) {}

    // As standard output wants it.
    [[nodiscard]] static Style of_standard_output();

    [[nodiscard]] std::string bold(std::string_view text) const { return wrap("1", text); }
    [[nodiscard]] std::string good(std::string_view text) const { return wrap("32", text); }
    [[nodiscard]] std::string doubtful(std::string_view text) const { return wrap("33", text); }
    [[nodiscard]] std::string bad(std::string_view text) const { return wrap("31", text); }

  private:
    [[nodiscard]] std::string wrap(std::string_view code, std::string_view text) const {
        if (!colored_) return std::string(text);
        return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
    }

    bool colored_;
};

} // namespace padchestd::daemon
