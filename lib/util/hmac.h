#pragma once
// HMAC-SHA256 under a secret of this program: what nobody can compute, or try guesses on, without the secret.

#include "util/random.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace padchestd::util {

class Hmac {
  public:
    // Throws std::runtime_error where OpenSSL has no HMAC-SHA256.
    explicit Hmac(const Secret& secret);
    ~Hmac();
    Hmac(const Hmac& other);
    Hmac& operator=(const Hmac& other);
    Hmac(Hmac&&) noexcept;
    Hmac& operator=(Hmac&&) noexcept;

    // Of the concatenation of both. Not for two threads at once on one object (OpenSSL's context is used
    // again and again, since fetching the algorithm and setting the key cost more than a short text's hash).
    [[nodiscard]] std::array<std::uint8_t, 32> operator()(std::string_view first,
                                                          std::string_view second = {}) const;

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace padchestd::util
