#pragma once
// A text or none in the room of a text: a batch holds 200,000 of them.

#include <concepts>
#include <optional>
#include <string_view>

namespace padchestd::clinical {

using Text = std::string_view;
using OptionalText = std::optional<std::string_view>;

class CellText {
  public:
    CellText() = default;
    template<class Value>
    requires std::convertible_to<Value, OptionalText> CellText(const Value& value) {
        const OptionalText text = value;
        if (text) text_ = text->empty() ? Text("") : *text;
    }

    explicit operator bool() const { return text_.data() != nullptr; }
    Text operator*() const { return text_; }
    operator OptionalText() const { return *this ? OptionalText(text_) : std::nullopt; }

  private:
    Text text_; // without data: none
};

} // namespace padchestd::clinical
