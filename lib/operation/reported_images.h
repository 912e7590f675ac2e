#pragma once
// A user's list of image files that are missing or broken, taken over into ingest.reported_images. The feed
// does not tell which files exist.

#include "pg/connection.h"
#include "util/clock.h"

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::operation {

// A line of the list that was not taken; never with its text.
struct BadLine {
    std::int64_t line = 0; // from 1
    std::string_view why;  // static
};

struct ReportedImages {
    std::int64_t written = 0;   // new, or with another problem than before
    std::int64_t unchanged = 0; // reported already
    std::int64_t removed = 0;   // taken off, since the list is complete and does not name them
    std::vector<BadLine> bad;   // in the list's order
};

enum class ListIs { an_addition, complete };

// The list has one image id a line, alone or followed by a comma or a tab and `missing` or `broken`; alone it
// means missing. Blank lines and those that begin with `#` are passed over; of two lines of one image the
// later one counts. A line that is nothing of this, or whose image the store does not hold, is bad; the
// others are taken all the same, in one transaction. A complete list takes the images that it does not name
// off, unless a line of it is bad: that may be the line of one of them. Throws pg::Error.
[[nodiscard]] ReportedImages report_images(pg::Connection& connection, std::istream& list, ListIs how,
                                           const util::Clock& clock);

} // namespace padchestd::operation
