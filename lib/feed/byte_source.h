#pragma once
// The feed's bytes, wherever they come from: the one interface that tailer, audit, status and replay read
// through. A plain file is one implementation (feed/feed_file.h). An offset is a place in the text: of a
// compressed file, in what it unpacks to.

#include "util/problem.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace padchestd::feed {

// What the system knows of the file under the text.
struct FileFacts {
    std::chrono::system_clock::time_point modified_at;
    // The later of the times of the last change to content and to inode: a copier can set the first one back,
    // but not the second one.
    std::chrono::system_clock::time_point changed_at;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

// For one thread at a time, unless is_for_two_threads(). All calls throw util::Failure (io, no_input) where
// the system reports an error.
class ByteSource {
  public:
    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    // Asks again how many bytes there are, and for the facts.
    virtual void refresh() = 0;

    // The bytes that can be read, as of the opening or the last refresh().
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    [[nodiscard]] virtual const FileFacts& facts() const = 0;

    // Reads `count` bytes at `offset`; returns how many there are, fewer only at the end, or where the file
    // was cut or replaced meanwhile.
    [[nodiscard]] virtual std::size_t read(std::uint64_t offset, char* to, std::size_t count) const = 0;

    // Why the file cannot be read after size(), though it goes on: damage there. Empty: no damage.
    [[nodiscard]] virtual const std::optional<util::Problem>& damage() const {
        static const std::optional<util::Problem> none;
        return none;
    }

    // Whether two threads may call the const functions at the same time.
    [[nodiscard]] virtual bool is_for_two_threads() const { return false; }

    // Whether the file ends within something that its writer has to end: a compressed member.
    [[nodiscard]] virtual bool is_cut() const { return false; }

    // The offset of the first byte in [from, to) that is not NUL; `to` where there is none.
    [[nodiscard]] std::uint64_t nul_run_end(std::uint64_t from, std::uint64_t to) const;

  private:
    // The first offset in [from, to] that may hold anything but NUL. Only a hint.
    [[nodiscard]] virtual std::uint64_t next_data(std::uint64_t from, std::uint64_t to) const {
        (void)to;
        return from;
    }
};

} // namespace padchestd::feed
