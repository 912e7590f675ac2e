#pragma once
// Converts text of another encoding to UTF-8, piece by piece, by the C library's iconv: the only place of
// this layer that calls it. Reads nothing.

#include <cstddef>
#include <memory>
#include <string_view>

namespace padchestd::feed {

enum class Charset { latin1, utf16_le, utf16_be };

class Converter {
  public:
    struct Step {
        std::size_t taken = 0; // bytes of the input
        std::size_t given = 0; // bytes of UTF-8
    };

    explicit Converter(Charset charset);
    ~Converter();
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // Converts whole characters from the start of `input`, as many as there is room for (at least 4 bytes).
    // A unit that is no character becomes the byte FF, which is no UTF-8: its record is malformed, and only
    // its. Neither taken nor given: the input ends within a character, or is empty. Keeps nothing.
    [[nodiscard]] Step step(std::string_view input, char* to, std::size_t room);

  private:
    Charset charset_;
    void* descriptor_;
};

} // namespace padchestd::feed
