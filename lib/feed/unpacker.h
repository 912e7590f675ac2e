#pragma once
// Unpacks one compressed stream step by step: members of gzip (RFC 1952; bgzip's too) or frames of zstd
// (RFC 8878), one after the other. The only place of this layer that calls zlib's inflate and libzstd. Reads
// nothing.

#include <cstddef>
#include <memory>
#include <string_view>

namespace padchestd::feed {

enum class Packing {
    none,
    gzip,
    zstd,
};

class Unpacker {
  public:
    struct Step {
        std::size_t taken = 0;         // bytes of the input
        std::size_t given = 0;         // bytes of text
        const char* flaw = nullptr;    // set: the stream is damaged, and this unpacker of no more use; static
        const char* way_out = nullptr; // set: what to do about a flaw that is no damage; static
    };

    // For the first byte of a member or frame. Not for Packing::none.
    [[nodiscard]] static std::unique_ptr<Unpacker> make(Packing packing);

    Unpacker() = default;
    virtual ~Unpacker() = default;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    // Goes on with `input`, at most to the end of a member. Gives text as early as the format allows. Neither
    // taken nor given: it needs more input.
    [[nodiscard]] virtual Step step(std::string_view input, char* to, std::size_t room) = 0;

    // Whether a member ended here, or none has begun.
    [[nodiscard]] virtual bool is_between() const = 0;

    // An unpacker that goes on from here by itself; empty where the format cannot do that. Of gzip: 40 KB.
    [[nodiscard]] virtual std::unique_ptr<Unpacker> copy() const = 0;
};

} // namespace padchestd::feed
