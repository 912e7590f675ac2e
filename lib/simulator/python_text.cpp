#include "simulator/python_text.h"

#include <cstddef>

namespace padchestd::simulator {
namespace {

// numpy's default line width (numpy.set_printoptions, linewidth); the last column stays free.
constexpr std::size_t kLineWidth = 75;

} // namespace

std::string python_list(const std::vector<std::string>& items) {
    std::string text = "[";
    for (const std::string& item : items) {
        if (text.size() > 1) text += ", ";
        text += '\'';
        text += item;
        text += '\'';
    }
    return text + "]";
}

std::string python_nested_list(const std::vector<std::optional<std::vector<std::string>>>& lists) {
    std::string text = "[";
    for (const auto& list : lists) {
        if (text.size() > 1) text += ", ";
        text += list ? python_list(*list) : "nan";
    }
    return text + "]";
}

std::string numpy_array(const std::vector<std::string>& items) {
    std::string text = "[";
    std::size_t column = text.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t width = items[i].size() + 2;
        if (i > 0 && column + 1 + width >= kLineWidth) {
            text += "\n ";
            column = 1;
        } else if (i > 0) {
            text += ' ';
            ++column;
        }
        text += '\'';
        text += items[i];
        text += '\'';
        column += width;
    }
    return text + "]";
}

} // namespace padchestd::simulator
