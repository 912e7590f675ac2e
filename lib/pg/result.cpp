#include "pg/result.h"

#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>
#include <string>

namespace padchestd::pg {

Result::Result(PGresult* result)
    : result_(result) {}

void Result::Clear::operator()(PGresult* result) const {
    PQclear(result);
}

std::size_t Result::size() const {
    return static_cast<std::size_t>(PQntuples(result_.get()));
}

Result::Iterator Result::begin() const {
    return {result_.get(), 0};
}
Result::Iterator Result::end() const {
    return {result_.get(), PQntuples(result_.get())};
}

Row Result::operator[](std::size_t row) const {
    if (row >= size()) throw std::logic_error("a result has fewer rows than its reader expects");
    return {result_.get(), static_cast<int>(row)};
}

Row Result::only() const {
    if (size() != 1)
        throw std::logic_error("a result has " + std::to_string(size()) +
                               " rows where its reader expects one");
    return front();
}

Value Result::value() const {
    if (PQnfields(result_.get()) != 1)
        throw std::logic_error("a result does not have one column, as its reader expects");
    return only()[Column{}];
}

Column Result::column(std::string_view name) const {
    return find_column(result_.get(), name);
}

std::vector<Column> Result::columns() const {
    const int count = PQnfields(result_.get());
    std::vector<Column> all;
    all.reserve(static_cast<std::size_t>(count));
    for (int column = 0; column < count; ++column) all.push_back({column, PQfname(result_.get(), column)});
    return all;
}

// The types' numbers are fixed: src/include/catalog/pg_type.dat of Postgres.
bool Result::holds_numbers(const Column& column) const {
    switch (PQftype(result_.get(), column.number)) {
    case 20:   // int8
    case 21:   // int2
    case 23:   // int4
    case 700:  // float4
    case 701:  // float8
    case 1700: // numeric
        return true;
    default:
        return false;
    }
}

std::int64_t Result::affected() const {
    const std::string_view digits = PQcmdTuples(result_.get());
    std::int64_t rows = 0; // as for a statement that has no such number, and no digits
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);
    return rows;
}

} // namespace padchestd::pg
