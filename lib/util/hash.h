#pragma once
// Content hashes: 128 bits of XXH3, to tell equal bytes from different ones. Not for secrets and not against
// an adversary: the patient draw uses HMAC (clinical/patient_draw.h).

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace padchestd::util {

// 16 bytes, big-endian (XXH128_canonical_t), so that its hex form is the same on every machine.
struct ContentHash {
    std::array<std::uint8_t, 16> bytes{};

    friend bool operator==(const ContentHash&, const ContentHash&) = default;
};

[[nodiscard]] ContentHash content_hash(std::string_view bytes);

// 32 lower-case hex digits.
[[nodiscard]] std::string hex(const ContentHash& hash);

// The inverse of hex(); throws std::invalid_argument for anything else.
[[nodiscard]] ContentHash content_hash_from_hex(std::string_view text);

// A hash over a sequence of fields or of a stream of bytes. Reusable after reset(), which costs nothing.
class Hasher {
  public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher& other); // goes on from the same bytes
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void reset();

    // Bytes as they come: how they are cut makes no difference.
    void bytes(std::string_view part);

    // A field: its length goes in before its bytes, so that ("a","bc") and ("ab","c") differ.
    void field(std::string_view value);

    // A missing field: differs from the empty one.
    void missing();

    [[nodiscard]] ContentHash digest() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace padchestd::util
