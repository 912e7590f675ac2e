#pragma once
// Rows that a query gave, as text. Owns them; views end with it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace padchestd::pg {

class Result {
  public:
    explicit Result(void* pg_result); // takes ownership of a PGresult

    [[nodiscard]] int rows() const;
    [[nodiscard]] bool empty() const { return rows() == 0; }
    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string_view column_name(int column) const;

    // Rows that an INSERT, UPDATE, DELETE or COPY changed.
    [[nodiscard]] std::int64_t affected() const;

    [[nodiscard]] bool is_null(int row, int column) const;
    [[nodiscard]] std::string_view text(int row, int column) const; // empty for NULL
    [[nodiscard]] std::optional<std::string_view> optional_text(int row, int column) const;
    // Throws std::logic_error where the value is NULL or not a number: the query and its reader disagree.
    [[nodiscard]] std::int64_t integer(int row, int column) const;
    [[nodiscard]] double number(int row, int column) const;
    [[nodiscard]] bool boolean(int row, int column) const;

  private:
    struct Clear {
        void operator()(void* pg_result) const;
    };
    std::unique_ptr<void, Clear> result_;
};

} // namespace padchestd::pg
