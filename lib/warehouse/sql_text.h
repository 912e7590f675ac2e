#pragma once
// Pieces of SQL made of column names that are constants of the program. Never of values: those are
// parameters.

#include <string>
#include <string_view>
#include <vector>

namespace padchestd::warehouse {

// `p.a, p.b` of (a, b) under the prefix `p.`.
[[nodiscard]] inline std::string list(const std::vector<std::string_view>& names,
                                      std::string_view prefix = "") {
    std::string text;
    for (const std::string_view name : names) {
        if (!text.empty()) text += ", ";
        text.append(prefix).append(name);
    }
    return text;
}

// `l.a = r.a and l.b = r.b`.
[[nodiscard]] inline std::string equal(const std::vector<std::string_view>& names, std::string_view left,
                                       std::string_view right, std::string_view between = " and ") {
    std::string text;
    for (const std::string_view name : names) {
        if (!text.empty()) text += between;
        text.append(left).append(name).append(" = ").append(right).append(name);
    }
    return text;
}

} // namespace padchestd::warehouse
