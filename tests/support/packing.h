#pragma once
// Compresses as the tools do: one member of gzip or one frame of zstd a call.

#include <zlib.h>

#include <zstd.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace padchestd::tests {

[[nodiscard]] inline std::string gzip(std::string_view text, int level = 6) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2");
    std::string input(text);
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("deflate");
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

[[nodiscard]] inline std::string zstd(std::string_view text, int level = 3) {
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), level);
    if (ZSTD_isError(size) != 0) throw std::runtime_error("ZSTD_compress");
    packed.resize(size);
    return packed;
}

// One frame that states a window of 2^log bytes, as a stream of unknown length gets it.
[[nodiscard]] inline std::string zstd_of_window(std::string_view text, int log) {
    const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> stream(ZSTD_createCCtx(), ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(stream.get(), ZSTD_c_windowLog, log);
    std::string packed(ZSTD_compressBound(text.size()) + 64, '\0');
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    for (const auto step : {ZSTD_e_flush, ZSTD_e_end}) {
        if (ZSTD_compressStream2(stream.get(), &out, &in, step) != 0)
            throw std::runtime_error("ZSTD_compressStream2");
    }
    packed.resize(out.pos);
    return packed;
}

} // namespace padchestd::tests
