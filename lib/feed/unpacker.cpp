#include "feed/unpacker.h"

#define ZLIB_CONST // its input is not written to
#include <zlib.h>

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <new>

namespace padchestd::feed {

namespace {

// 8 MiB: what RFC 8878 wants every reader to take, and `zstd` makes up to level 19.
constexpr int kMostWindowLog = 23;
constexpr const char* kWindow = "its window is above 8 MiB";
constexpr const char* kWindowHint =
    "compress it again without --long and --ultra: a window is held in memory "
    "while the file is read";

class GzipUnpacker final : public Unpacker {
  public:
    GzipUnpacker() {
        constexpr int kGzipOnly = 16; // added to the window's bits: zlib.h, inflateInit2
        if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
    }
    // zlib only reads `stream`, but its parameter is not const.
    GzipUnpacker(const z_stream& stream, bool between)
        : between_(between) {
        if (inflateCopy(&stream_, const_cast<z_stream*>(&stream)) != Z_OK) throw std::bad_alloc();
    }
    GzipUnpacker(const GzipUnpacker&) = delete;
    GzipUnpacker& operator=(const GzipUnpacker&) = delete;
    ~GzipUnpacker() override { inflateEnd(&stream_); }

    Step step(std::string_view input, char* to, std::size_t room) override {
        constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
        const auto in = static_cast<uInt>(std::min(input.size(), kMost));
        const auto out = static_cast<uInt>(std::min(room, kMost));
        stream_.next_in = reinterpret_cast<const Bytef*>(input.data());
        stream_.avail_in = in;
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = out;
        const int result = inflate(&stream_, Z_SYNC_FLUSH);
        const Step step{in - stream_.avail_in, out - stream_.avail_out, nullptr, nullptr};
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        if (result == Z_STREAM_END) {
            inflateReset(&stream_);
            between_ = true;
        } else if (result == Z_OK || result == Z_BUF_ERROR) { // the latter: no progress without more
            between_ = between_ && step.taken == 0;
        } else {
            return {step.taken, step.given, stream_.msg != nullptr ? stream_.msg : "damaged", nullptr};
        }
        return step;
    }

    bool is_between() const override { return between_; }
    std::unique_ptr<Unpacker> copy() const override {
        return std::make_unique<GzipUnpacker>(stream_, between_);
    }

  private:
    z_stream stream_{};
    bool between_ = true;
};

class ZstdUnpacker final : public Unpacker {
  public:
    ZstdUnpacker()
        : stream_(ZSTD_createDStream()) {
        if (!stream_) throw std::bad_alloc();
        ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kMostWindowLog);
    }

    Step step(std::string_view input, char* to, std::size_t room) override {
        ZSTD_inBuffer in{input.data(), input.size(), 0};
        ZSTD_outBuffer out{to, room, 0};
        if (between_ && input.empty()) return {};
        const std::size_t result = ZSTD_decompressStream(stream_.get(), &out, &in);
        if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge)
            return {in.pos, out.pos, kWindow, kWindowHint};
        if (ZSTD_isError(result) != 0) return {in.pos, out.pos, ZSTD_getErrorName(result), nullptr};
        between_ = result == 0 || (between_ && in.pos == 0);
        return {in.pos, out.pos, nullptr, nullptr};
    }

    bool is_between() const override { return between_; }
    std::unique_ptr<Unpacker> copy() const override { return nullptr; }

  private:
    struct Free {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Free> stream_;
    bool between_ = true;
};

} // namespace

std::unique_ptr<Unpacker> Unpacker::make(Packing packing) {
    if (packing == Packing::zstd) return std::make_unique<ZstdUnpacker>();
    return std::make_unique<GzipUnpacker>();
}

} // namespace padchestd::feed
