#include "fhir/identifiers.h"

#include "util/hash.h"

#include <algorithm>
#include <span>

namespace padchestd::fhir {

namespace {

using Bytes = std::span<const std::uint8_t, 16>;
__extension__ using Wide = unsigned __int128; // NOLINT(modernize-use-using): a type of the compiler's own

// The bytes as a version 4 UUID, written as a decimal number.
std::string uid(Bytes bytes) {
    Wide number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::uint8_t byte = bytes[i];
        if (i == 6) byte = static_cast<std::uint8_t>(0x40U | (byte & 0x0FU));
        if (i == 8) byte = static_cast<std::uint8_t>(0x80U | (byte & 0x3FU));
        number = number << 8U | byte;
    }
    std::string digits;
    for (; number != 0; number /= 10) digits += static_cast<char>('0' + static_cast<int>(number % 10));
    std::reverse(digits.begin(), digits.end());
    return "2.25." + digits;
}

std::string domain(std::string_view kind) {
    return "fhir " + std::string(kind) + ' ';
}

} // namespace

std::string Identifiers::id(std::string_view kind, std::string_view key) const {
    const auto mac = hmac_(domain(kind), key);
    util::ContentHash first_half;
    std::copy_n(mac.begin(), first_half.bytes.size(), first_half.bytes.begin());
    return util::hex(first_half);
}

std::string Identifiers::study_uid(std::string_view encounter_id) const {
    const auto mac = hmac_(domain("study-uid"), encounter_id);
    return uid(std::span(mac).first<16>());
}

ImageUids Identifiers::image_uids(std::string_view encounter_id, std::string_view procedure_id) const {
    const auto mac = hmac_(domain("image-uid") + std::string(encounter_id) + '\n', procedure_id);
    return {uid(std::span(mac).first<16>()), uid(std::span(mac).last<16>())};
}

} // namespace padchestd::fhir
