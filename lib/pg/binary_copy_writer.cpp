#include "pg/binary_copy_writer.h"

#include <bit>
#include <charconv>
#include <chrono>
#include <stdexcept>

namespace padchestd::pg {

namespace {

constexpr std::string_view kSignature{"PGCOPY\n\377\r\n\0", 11};
constexpr std::int32_t kFloat4 = 700; // its type's OID, the same in every database

int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    const char* begin = text.data() + at;
    if (std::from_chars(begin, begin + count, value).ptr != begin + count)
        throw std::invalid_argument("not a point in time");
    return value;
}

} // namespace

std::int64_t postgres_microseconds(std::string_view rfc3339) {
    using namespace std::chrono;
    constexpr std::size_t kLength = 27; // 2026-11-22T17:40:34.123456Z
    if (rfc3339.size() != kLength || rfc3339.back() != 'Z')
        throw std::invalid_argument("not a point in time");
    const year_month_day date{year(digits(rfc3339, 0, 4)),
                              month(static_cast<unsigned>(digits(rfc3339, 5, 2))),
                              day(static_cast<unsigned>(digits(rfc3339, 8, 2)))};
    const auto days = sys_days(date) - sys_days(year(2000) / January / 1);
    const auto time = hours(digits(rfc3339, 11, 2)) + minutes(digits(rfc3339, 14, 2)) +
                      seconds(digits(rfc3339, 17, 2)) + microseconds(digits(rfc3339, 20, 6));
    return duration_cast<microseconds>(days + time).count();
}

BinaryCopyWriter::BinaryCopyWriter(Connection& connection, std::string_view attempt, std::string_view target,
                                   std::int16_t columns)
    : CopyWriter(connection, attempt, target, " (format binary)")
    , columns_(columns) {
    buffer() += kSignature;
    put(std::int32_t{0}); // flags
    put(std::int32_t{0}); // no extension of the header
}

// In network byte order.
template<typename Integer>
void BinaryCopyWriter::put(Integer value) {
    const auto bits = static_cast<std::uint64_t>(value);
    for (std::size_t byte = sizeof(Integer); byte-- > 0;)
        buffer() += static_cast<char>((bits >> (8 * byte)) & 0xFFU);
}

void BinaryCopyWriter::begin_row() {
    send_full_piece();
    put(columns_);
}

BinaryCopyWriter& BinaryCopyWriter::null() {
    put(std::int32_t{-1});
    return *this;
}

BinaryCopyWriter& BinaryCopyWriter::text(std::string_view value) {
    put(static_cast<std::int32_t>(value.size()));
    buffer() += value;
    return *this;
}

BinaryCopyWriter& BinaryCopyWriter::optional_text(std::optional<std::string_view> value) {
    return value ? text(*value) : null();
}

BinaryCopyWriter& BinaryCopyWriter::hash(const util::ContentHash& value) {
    return text({reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()});
}

BinaryCopyWriter& BinaryCopyWriter::smallint(std::int16_t value) {
    put(std::int32_t{sizeof value});
    put(value);
    return *this;
}

BinaryCopyWriter& BinaryCopyWriter::integer(std::int32_t value) {
    put(std::int32_t{sizeof value});
    put(value);
    return *this;
}

BinaryCopyWriter& BinaryCopyWriter::bigint(std::int64_t value) {
    put(std::int32_t{sizeof value});
    put(value);
    return *this;
}

BinaryCopyWriter& BinaryCopyWriter::timestamp(std::string_view rfc3339) {
    return bigint(postgres_microseconds(rfc3339));
}

BinaryCopyWriter& BinaryCopyWriter::vector(std::span<const float> values, VectorType type) {
    const auto size = static_cast<std::int32_t>(values.size());
    if (type == VectorType::vector) {
        put(std::int32_t{4 + 4 * size});
        put(static_cast<std::int16_t>(size));
        put(std::int16_t{0});
        for (const float value : values) put(std::bit_cast<std::uint32_t>(value));
        return *this;
    }
    put(std::int32_t{20 + 8 * size});
    put(std::int32_t{1}); // dimensions
    put(std::int32_t{0}); // no nulls
    put(kFloat4);
    put(size);
    put(std::int32_t{1}); // first index
    for (const float value : values) {
        put(std::int32_t{sizeof value});
        put(std::bit_cast<std::uint32_t>(value));
    }
    return *this;
}

std::int64_t BinaryCopyWriter::finish() {
    put(std::int16_t{-1});
    return CopyWriter::finish();
}

} // namespace padchestd::pg
