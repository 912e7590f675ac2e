#pragma once
// Rows that a query gave: a range of them, read by column name. Owns them; rows and views end with it. Where
// a reader disagrees with its query, these throw std::logic_error.

#include "pg/row.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

namespace padchestd::pg {

class Result {
  public:
    class Iterator;

    explicit Result(pg_result* result); // takes ownership

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;
    [[nodiscard]] Row operator[](std::size_t row) const; // throws where there is no such row
    [[nodiscard]] Row front() const { return (*this)[0]; }
    [[nodiscard]] Row back() const { return (*this)[size() - 1]; }
    [[nodiscard]] Row only() const;    // throws unless there is one row
    [[nodiscard]] Value value() const; // throws unless there is one row of one column

    // For reading many rows. Throws where no column has this name, or two have it.
    [[nodiscard]] Column column(std::string_view name) const;
    [[nodiscard]] std::vector<Column> columns() const;            // in the statement's order
    [[nodiscard]] bool holds_numbers(const Column& column) const; // by its SQL type: integer, numeric, float

    // Rows that an INSERT, UPDATE, DELETE or COPY changed.
    [[nodiscard]] std::int64_t affected() const;

  private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

class Result::Iterator {
  public:
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag; // it gives rows, not references to them
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Row;

    Iterator() = default;
    Iterator(const pg_result* result, int row)
        : result_(result)
        , row_(row) {}

    Row operator*() const { return {result_, row_}; }
    Iterator& operator++() {
        ++row_;
        return *this;
    }
    Iterator operator++(int) { return {result_, row_++}; }
    bool operator==(const Iterator&) const = default;

  private:
    const pg_result* result_ = nullptr;
    int row_ = 0;
};

} // namespace padchestd::pg
