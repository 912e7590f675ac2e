#pragma once
// One row of a result, its columns and its values, as text. Small and copied freely; it and the texts that it
// gives end with the result. Where a reader disagrees with its query, these throw std::logic_error with the
// column's name: an unknown column, NULL where a value is expected, text that is not of the expected type.

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct pg_result; // libpq's

namespace padchestd::pg {

// A column of a result, found once for all its rows.
struct Column {
    int number = 0; // from 0
    std::string_view name;
};

// Throws where no column has this name, or two have it.
[[nodiscard]] Column find_column(const pg_result* result, std::string_view name);

class Value {
  public:
    Value(const pg_result* result, int row, int column)
        : result_(result)
        , row_(row)
        , column_(column) {}

    [[nodiscard]] bool is_null() const;

    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] std::string string() const { return std::string(text()); }
    [[nodiscard]] double number() const;
    [[nodiscard]] bool boolean() const;
    // Throws where the number does not fit `Number`: a negative one where it is unsigned.
    template<std::integral Number = std::int64_t>
    requires(!std::same_as<Number, bool>) [[nodiscard]] Number integer() const {
        Number value{};
        const std::string_view digits = text();
        const char* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, value);
        if (stop != end || error != std::errc()) throw_not("an integer of the expected size");
        return value;
    }

    // Empty for NULL.
    [[nodiscard]] std::optional<std::string_view> optional_text() const;
    [[nodiscard]] std::optional<std::string> optional_string() const;
    [[nodiscard]] std::optional<double> optional_number() const;
    template<std::integral Number = std::int64_t>
    [[nodiscard]] std::optional<Number> optional_integer() const {
        return is_null() ? std::nullopt : std::optional(integer<Number>());
    }

  private:
    [[noreturn]] void throw_not(std::string_view expected) const;

    const pg_result* result_;
    int row_;
    int column_;
};

class Row {
  public:
    Row(const pg_result* result, int number)
        : result_(result)
        , number_(number) {}

    // By a name, which is searched for: many rows are read by columns that Result::column() found before.
    [[nodiscard]] Value operator[](std::string_view column) const;
    // `column` is of this row's result.
    [[nodiscard]] Value operator[](const Column& column) const { return {result_, number_, column.number}; }

  private:
    const pg_result* result_;
    int number_;
};

} // namespace padchestd::pg
