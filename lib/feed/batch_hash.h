#pragma once
// The hash of a batch's bytes as they were parsed: of the buffer that the parser saw, never of a second read,
// since another program may have written in between.

#include "util/hash.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace padchestd::feed {

class BatchHash {
  public:
    // A batch begins with the buffer's first byte; `before` is hashed before it.
    void begin(std::string_view before) {
        hasher_.reset();
        hasher_.bytes(before);
        ahead_.reset();
        hashed_ = taken_ = 0;
    }

    // The batch reaches up to here in the buffer; what left the buffer before belongs to it.
    void take(std::size_t end) {
        taken_ = end;
        if (!ahead_) return;
        hasher_ = std::move(*ahead_);
        ahead_.reset();
    }

    // The bytes [from hashed up to `end`) are about to leave the buffer, at whose `rest` the next ones will
    // be.
    void leave(const char* buffer, std::size_t end, std::size_t rest) {
        settle(buffer);
        ahead().bytes({buffer + hashed_, end - hashed_});
        hashed_ = taken_ = rest;
    }

    // Bytes that never were in the buffer, after those that left it.
    void pass(std::string_view bytes) { ahead().bytes(bytes); }

    [[nodiscard]] util::ContentHash digest(const char* buffer) {
        settle(buffer);
        return hasher_.digest();
    }

  private:
    util::Hasher& ahead() {
        if (!ahead_) ahead_.emplace(hasher_);
        return *ahead_;
    }

    // Once for many records: hashing them one by one costs more.
    void settle(const char* buffer) {
        if (taken_ <= hashed_) return;
        hasher_.bytes({buffer + hashed_, taken_ - hashed_});
        hashed_ = taken_;
    }

    util::Hasher hasher_;               // up to `hashed_` in the buffer
    std::optional<util::Hasher> ahead_; // the same, and what left the buffer and is in no record taken
    std::size_t hashed_ = 0;
    std::size_t taken_ = 0; // of the buffer, the batch's part
};

} // namespace padchestd::feed
