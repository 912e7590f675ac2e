#pragma once
// Rows straight into a table by COPY … FROM STDIN in binary form, for columns of many numbers: a vector of
// 384 takes ten times as long as text. Streamed in pieces of 64 KiB. Text goes in by copy_writer.h elsewhere.

#include "pg/copy_writer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace padchestd::pg {

// How a column of numbers is stored.
enum class VectorType {
    vector,     // pgvector's
    real_array, // real[]
};

class BinaryCopyWriter : private CopyWriter {
  public:
    // `target` is trusted SQL with `columns` columns, and each row has as many values, of the columns' types.
    BinaryCopyWriter(Connection& connection, std::string_view attempt, std::string_view target,
                     std::int16_t columns);

    void begin_row();
    // The next value of the row.
    BinaryCopyWriter& null();
    BinaryCopyWriter& text(std::string_view value); // text, and bytea as it is
    BinaryCopyWriter& optional_text(std::optional<std::string_view> value);
    BinaryCopyWriter& hash(const util::ContentHash& value); // into bytea
    BinaryCopyWriter& smallint(std::int16_t value);
    BinaryCopyWriter& integer(std::int32_t value);
    BinaryCopyWriter& bigint(std::int64_t value);
    BinaryCopyWriter& timestamp(std::string_view rfc3339); // timestamptz; util::rfc3339()'s form
    BinaryCopyWriter& vector(std::span<const float> values, VectorType type);

    // Ends the copy; returns the rows written. Throws Error where the server refuses any.
    std::int64_t finish();

  private:
    template<typename Integer>
    void put(Integer value);

    std::int16_t columns_;
};

// Microseconds from 2000-01-01 UTC to a point in time in util::rfc3339()'s form. Throws std::invalid_argument
// for another form.
[[nodiscard]] std::int64_t postgres_microseconds(std::string_view rfc3339);

} // namespace padchestd::pg
