#include "text_store/floats.h"

#include "pg/params.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace padchestd::text_store {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are stored as this machine has them");

std::uint8_t nibble(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
    throw std::invalid_argument("not bytea: a digit is not hexadecimal");
}

std::vector<std::uint8_t> bytes_of(std::string_view bytea) {
    if (!bytea.starts_with("\\x") || bytea.size() % 2 != 0) throw std::invalid_argument("not bytea");
    std::vector<std::uint8_t> bytes;
    bytes.reserve(bytea.size() / 2);
    for (std::size_t i = 2; i < bytea.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(nibble(bytea[i]) << 4U | nibble(bytea[i + 1])));
    return bytes;
}

std::uint32_t big_endian(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U |
           std::uint32_t{bytes[at + 2]} << 8U | std::uint32_t{bytes[at + 3]};
}

} // namespace

std::string bytea_of(std::span<const float> values) {
    return pg::bytea({reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
}

std::vector<float> floats_of(std::string_view bytea) {
    const auto bytes = bytes_of(bytea);
    if (bytes.size() % sizeof(float) != 0) throw std::invalid_argument("not numbers of four bytes");
    std::vector<float> values(bytes.size() / sizeof(float));
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

std::vector<float> floats_of_array(std::string_view bytea) {
    constexpr std::size_t kHeader = 20;
    const auto bytes = bytes_of(bytea);
    if (bytes.size() < kHeader || (bytes.size() - kHeader) % 8 != 0)
        throw std::invalid_argument("not an array of numbers");
    std::vector<float> values;
    values.reserve((bytes.size() - kHeader) / 8);
    for (std::size_t at = kHeader; at < bytes.size(); at += 8)
        values.push_back(std::bit_cast<float>(big_endian(bytes, at + 4)));
    return values;
}

std::string list_of(std::span<const float> values) {
    std::string text = "[";
    std::array<char, 32> number{};
    for (const float value : values) {
        if (text.size() > 1) text += ',';
        text.append(number.data(), std::to_chars(number.data(), number.data() + number.size(), value).ptr);
    }
    return text + "]";
}

} // namespace padchestd::text_store
