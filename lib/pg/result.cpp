#include "pg/result.h"

#include "pg/result_column.h"

#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>
#include <string>

namespace padchestd::pg {

namespace {

template<typename Number>
Number parse(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end || text.empty())
        throw std::logic_error("a query gave no number where its reader expects one");
    return value;
}

std::string column_names(const PGresult* result) {
    std::string names;
    for (int column = 0; column < PQnfields(result); ++column)
        names += (column == 0 ? "" : ", ") + std::string(PQfname(result, column));
    return names;
}

} // namespace

int column_number(const PGresult* result, std::string_view name) {
    constexpr int kNone = -1;
    int found = kNone;
    for (int column = 0; column < PQnfields(result); ++column) {
        if (PQfname(result, column) != name) continue;
        if (found != kNone)
            throw std::logic_error("a result has two columns " + std::string(name) + ": " +
                                   column_names(result));
        found = column;
    }
    if (found == kNone)
        throw std::logic_error("a result has no column " + std::string(name) +
                               ", only: " + column_names(result));
    return found;
}

Result::Result(PGresult* result)
    : result_(result) {}

void Result::Clear::operator()(PGresult* result) const {
    PQclear(result);
}

std::size_t Result::size() const {
    return static_cast<std::size_t>(rows());
}
int Result::rows() const {
    return PQntuples(result_.get());
}

Result::Iterator Result::begin() const {
    return {result_.get(), 0};
}
Result::Iterator Result::end() const {
    return {result_.get(), rows()};
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
    const Row row = only();
    if (PQnfields(result_.get()) != 1)
        throw std::logic_error("a result has several columns where its reader expects one: " +
                               column_names(result_.get()));
    return row[Column{}];
}

Column Result::column(std::string_view name) const {
    const int number = column_number(result_.get(), name);
    return {number, PQfname(result_.get(), number)};
}

std::vector<Column> Result::columns() const {
    std::vector<Column> all;
    for (int column = 0; column < PQnfields(result_.get()); ++column)
        all.push_back({column, PQfname(result_.get(), column)});
    return all;
}

std::int64_t Result::affected() const {
    const std::string_view text = PQcmdTuples(result_.get());
    return text.empty() ? 0 : parse<std::int64_t>(text);
}

bool Result::is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Result::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::optional<std::string_view> Result::optional_text(int row, int column) const {
    if (is_null(row, column)) return std::nullopt;
    return text(row, column);
}

std::int64_t Result::integer(int row, int column) const {
    return parse<std::int64_t>(text(row, column));
}
double Result::number(int row, int column) const {
    return parse<double>(text(row, column));
}
bool Result::boolean(int row, int column) const {
    return text(row, column) == "t";
}

} // namespace padchestd::pg
