#pragma once
// SHA-256 of a stream of bytes, to name public files as `sha256sum` does.

#include <memory>
#include <string>
#include <string_view>

namespace padchestd::util {

class Sha256 {
  public:
    // Throws std::runtime_error where OpenSSL has no SHA-256.
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void bytes(std::string_view part);

    // 64 lower-case hex digits, of all bytes so far. Ends the stream: bytes() must not be called again.
    [[nodiscard]] std::string hex();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace padchestd::util
