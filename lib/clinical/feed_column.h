#pragma once
// A column that the feeds of a format have.

#include <string>

namespace padchestd::clinical {

// What becomes of a column. A header without a needed one is refused.
enum class ColumnUse {
    needed,
    optional, // read where it is there
    unread,   // passed over
};

struct FeedColumn {
    std::string name; // may be empty: a row number has no name
    ColumnUse use = ColumnUse::needed;
};

} // namespace padchestd::clinical
