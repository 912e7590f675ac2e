#include "pg/row.h"

#include <libpq-fe.h>

#include <stdexcept>

namespace padchestd::pg {

namespace {

std::string column_names(const PGresult* result) {
    std::string names;
    for (int column = 0; column < PQnfields(result); ++column)
        names += (column == 0 ? "" : ", ") + std::string(PQfname(result, column));
    return names;
}

} // namespace

Column find_column(const PGresult* result, std::string_view name) {
    std::optional<Column> found;
    for (int number = 0; number < PQnfields(result); ++number) {
        const Column column{number, PQfname(result, number)};
        if (column.name != name) continue;
        if (found)
            throw std::logic_error("a result has two columns " + std::string(name) + ": " +
                                   column_names(result));
        found = column;
    }
    if (!found)
        throw std::logic_error("a result has no column " + std::string(name) +
                               ", only: " + column_names(result));
    return *found;
}

Value Row::operator[](std::string_view column) const {
    return {result_, number_, find_column(result_, column).number};
}

bool Value::is_null() const {
    return PQgetisnull(result_, row_, column_) != 0;
}

std::string_view Value::text() const {
    if (is_null()) throw_not("a value; it is NULL");
    return {PQgetvalue(result_, row_, column_),
            static_cast<std::size_t>(PQgetlength(result_, row_, column_))};
}

double Value::number() const {
    double value{};
    const std::string_view digits = text();
    const char* end = digits.data() + digits.size();
    if (digits.empty() || std::from_chars(digits.data(), end, value).ptr != end) throw_not("a number");
    return value;
}

bool Value::boolean() const {
    const std::string_view letter = text();
    if (letter != "t" && letter != "f") throw_not("a boolean");
    return letter == "t";
}

std::optional<std::string_view> Value::optional_text() const {
    return is_null() ? std::nullopt : std::optional(text());
}

std::optional<std::string> Value::optional_string() const {
    return is_null() ? std::nullopt : std::optional(string());
}

std::optional<double> Value::optional_number() const {
    return is_null() ? std::nullopt : std::optional(number());
}

void Value::throw_not(std::string_view expected) const {
    throw std::logic_error("the column " + std::string(PQfname(result_, column_)) + " of a result is not " +
                           std::string(expected));
}

} // namespace padchestd::pg
