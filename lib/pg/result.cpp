#include "pg/result.h"

#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>
#include <string>

namespace padchestd::pg {

namespace {

const PGresult* as_result(const void* pg_result) {
    return static_cast<const PGresult*>(pg_result);
}

template<typename Number>
Number parse(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end || text.empty())
        throw std::logic_error("a query gave no number where its reader expects one");
    return value;
}

} // namespace

Result::Result(void* pg_result)
    : result_(pg_result) {}

void Result::Clear::operator()(void* pg_result) const {
    PQclear(static_cast<PGresult*>(pg_result));
}

int Result::rows() const {
    return PQntuples(as_result(result_.get()));
}
int Result::columns() const {
    return PQnfields(as_result(result_.get()));
}
std::string_view Result::column_name(int column) const {
    return PQfname(as_result(result_.get()), column);
}

std::int64_t Result::affected() const {
    const std::string_view text = PQcmdTuples(static_cast<PGresult*>(result_.get()));
    return text.empty() ? 0 : parse<std::int64_t>(text);
}

bool Result::is_null(int row, int column) const {
    return PQgetisnull(as_result(result_.get()), row, column) != 0;
}

std::string_view Result::text(int row, int column) const {
    return {PQgetvalue(as_result(result_.get()), row, column),
            static_cast<std::size_t>(PQgetlength(as_result(result_.get()), row, column))};
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
