#pragma once
// What a feed's owner declares of its form, since its bytes do not show it.

namespace padchestd::feed {

// How the characters are written.
enum class Encoding {
    utf8,
    latin1, // ISO 8859-1
    utf16,  // with a byte order mark, which says whether the low byte comes first
};

struct Declaration {
    Encoding encoding = Encoding::utf8;
};

} // namespace padchestd::feed
