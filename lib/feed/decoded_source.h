#pragma once
// The text of a feed that is declared to be in Latin-1 or UTF-16, as UTF-8. An offset is a place in the
// converted text: what `iconv -t UTF-8` gives of it, byte for byte, the byte order mark included.
//
// To know its size the text is converted once when it is opened, and then only what was added. On the way
// access points are kept, bounded: reading before one of them converts from the nearest. All of it is in
// memory: a new process converts the text from its start once. What comes after a NUL may still be written
// (feed/waiting.h), with other characters of other lengths: it is converted again when the file changes.

#include "feed/access_points.h"
#include "feed/byte_source.h"
#include "feed/converter.h"
#include "feed/declaration.h"
#include "feed/seen_bytes.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::feed {

class DecodedSource final : public ByteSource {
  public:
    // Not for Encoding::utf8. Throws util::Failure (data) where the text does not begin as declared.
    DecodedSource(std::unique_ptr<ByteSource> text, Encoding encoding, std::string path);

    // Goes on with `text`, opened after the one that this reads, where it holds the same bytes at its start
    // and before the place that was converted; begins from its start otherwise.
    void reopen(std::unique_ptr<ByteSource> text);

    // The text as it is, for an opening of it that goes on; this object is then of no more use.
    [[nodiscard]] std::unique_ptr<ByteSource> release() { return std::move(text_); }

    void refresh() override;
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] const FileFacts& facts() const override { return text_->facts(); }
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) const override;
    [[nodiscard]] const std::optional<util::Problem>& damage() const override { return text_->damage(); }
    [[nodiscard]] bool is_cut() const override { return is_cut_ || text_->is_cut(); }
    [[nodiscard]] Encoding encoding() const { return encoding_; }

  private:
    // A place between two characters.
    struct Place {
        std::uint64_t source = 0; // in the text as it is
        std::uint64_t text = 0;   // in the converted one
    };

    void start();
    void advance();
    [[nodiscard]] bool find_charset();
    [[nodiscard]] Place place_before(std::uint64_t offset) const;
    [[nodiscard]] std::string_view convert(Place& place) const;

    std::unique_ptr<ByteSource> text_;
    Encoding encoding_;
    std::string path_;                     // for messages
    std::unique_ptr<Converter> converter_; // empty: the start is not written yet
    std::uint64_t size_ = 0;
    bool is_cut_ = false;
    FileFacts facts_; // as of the last conversion
    std::uint64_t source_size_ = 0;
    Place settled_; // what is before it stays as it is: no NUL
    AccessPoints<Place> points_;
    SeenBytes seen_; // of the text as it is, up to `settled_`
    // Where reading went on last. A read is const to its caller.
    mutable std::vector<Place> recent_;
    mutable std::string input_, output_;
};

} // namespace padchestd::feed
