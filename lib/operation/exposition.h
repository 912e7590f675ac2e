#pragma once
// Prometheus' text format (version 0.0.4), as node_exporter's textfile collector reads it: families with HELP
// and TYPE, samples with labels, no timestamps. Knows no metric.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace padchestd::operation {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Exposition {
  public:
    // Begins a family; its samples follow. `help`: one sentence without a line end.
    Exposition& counter(std::string_view name, std::string_view help) {
        return family(name, "counter", help);
    }
    Exposition& gauge(std::string_view name, std::string_view help) { return family(name, "gauge", help); }

    // A sample of the family begun last.
    Exposition& sample(double value, Labels labels = {});
    Exposition& sample(std::int64_t value, Labels labels = {});

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    Exposition& family(std::string_view name, std::string_view type, std::string_view help);
    Exposition& line(std::string_view value, Labels labels);

    std::string name_;
    std::string text_;
};

} // namespace padchestd::operation
