#pragma once
// The text of a compressed file that may still grow, by members or frames appended or within the last one.
//
// To know its size the file is unpacked once when it is opened, and then only what was added. On the way
// access points are kept, bounded: of gzip a copy of the unpacker about each MiB of text (farther apart where
// the text is long), of zstd the frames' starts only. Reading on costs nothing more; reading before a place
// unpacks from the nearest access point, so that a zstd file of one frame is unpacked from its start. An
// unpacker of zstd holds a window of up to 8 MiB: so there are two, and what they gave last is kept beside.
// All of it is in memory: a new process unpacks the file from its start once.

#include "feed/access_points.h"
#include "feed/feed_file.h"
#include "feed/recent_text.h"
#include "feed/seen_bytes.h"
#include "feed/unpacker.h"

#include <memory>
#include <vector>

namespace padchestd::feed {

class UnpackedSource final : public ByteSource {
  public:
    UnpackedSource(std::unique_ptr<FeedFile> file, Packing packing);

    // Goes on with `file`, opened after the file that this reads, where it holds the same bytes at its start
    // and before the place that was unpacked; begins from its start otherwise.
    void reopen(std::unique_ptr<FeedFile> file);

    void refresh() override;
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] const FileFacts& facts() const override { return file_->facts(); }
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override;
    [[nodiscard]] const std::optional<util::Problem>& damage() const override { return damage_; }
    [[nodiscard]] bool is_cut() const override { return !frontier_.unpacker->is_between(); }
    [[nodiscard]] Packing packing() const { return packing_; }

  private:
    // An unpacker and where it is.
    struct Cursor {
        std::uint64_t packed = 0;
        std::uint64_t text = 0;
        std::unique_ptr<Unpacker> unpacker; // of an access point: empty at a member's start
        std::uint64_t used = 0;             // by the last read number so
        RecentText recent;                  // of zstd
    };

    void start();
    void advance_frontier();
    void keep_point();
    Unpacker::Step step(Cursor& cursor, char* to, std::size_t room) const;
    void keep_recent(Cursor& cursor, const Unpacker::Step& done, const char* text) const;
    [[nodiscard]] std::size_t read_recent(std::uint64_t offset, char* to, std::size_t count) const;
    [[nodiscard]] std::size_t read_on(std::uint64_t offset, char* to, std::size_t count) const;
    [[nodiscard]] Cursor& cursor_before(std::uint64_t offset) const;
    [[nodiscard]] std::size_t unpack(Cursor& cursor, char* to, std::size_t count) const;

    std::unique_ptr<FeedFile> file_;
    Packing packing_;
    std::uint64_t size_ = 0;
    std::optional<util::Problem> damage_;
    Cursor frontier_;
    AccessPoints<Cursor> points_;
    SeenBytes seen_; // packed bytes, up to the frontier
    // Places where reading goes on. A read is const to its caller.
    mutable std::vector<Cursor> cursors_;
    mutable RecentText head_; // of zstd: the text's first bytes
    mutable std::uint64_t reads_ = 0;
    mutable std::string input_;
};

} // namespace padchestd::feed
