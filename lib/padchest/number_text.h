#pragma once
// Numbers of the feed, checked for form and range, as text that Postgres takes: no digit is lost to a
// floating-point type on the way. One value has one text, however the feed's last program wrote it, so that a
// copy of the feed that was saved again holds the same content.

#include "clinical/cell.h"
#include "clinical/rejection.h"
#include "clinical/text_cache.h"

#include <optional>
#include <string>
#include <string_view>

namespace padchestd::padchest {

struct NumberText {
    // Digits with at most a minus before them and a point among them; no zeros that say nothing: `12` for
    // `12.0`, `0.5` for `.50`, `2047` for `2.0470e+03`. A value too small for 64 bytes keeps an exponent.
    clinical::Text text;
    std::optional<clinical::Reason> reason; // bad_number or number_out_of_range; then `text` means nothing
};

class NumberReader {
  public:
    // `decimal_comma`: `12,5` is a number, too, as spreadsheets of many countries write it.
    explicit NumberReader(bool decimal_comma);

    // `cell` is trimmed and not missing. An integer is `12`, also `12.0`, without an exponent; a decimal
    // `0.143`,
    // `-2.5` or `2.0470e+03`. Infinity, hexadecimal digits, digit separators and anything longer
    // than 64 bytes are no numbers. The text is part of the cell or of this object; it ends with the cell, or
    // with the second begin_batch() after the call.
    [[nodiscard]] NumberText operator()(clinical::Text cell, clinical::NumberForm form,
                                        clinical::NumberRange range);

    void begin_batch();
    // An estimate of the memory of texts made since begin_batch().
    [[nodiscard]] std::size_t new_bytes() const { return new_bytes_; }

  private:
    [[nodiscard]] clinical::Text made(clinical::Text cell, clinical::Text number);

    bool decimal_comma_;
    clinical::TextCache<std::string> made_; // by cell, where the text is no part of it
    std::size_t new_bytes_ = 0;
};

} // namespace padchestd::padchest
