#pragma once
// What a feed's owner declares of its form, since its bytes do not show it.

#include <map>
#include <string>

namespace padchestd::feed {

// How the characters are written.
enum class Encoding {
    utf8,
    latin1, // ISO 8859-1
    utf16,  // with a byte order mark, which tells which byte comes first
};

struct Declaration {
    Encoding encoding = Encoding::utf8;
    // The format's name of each column that has another one in the feed.
    std::map<std::string, std::string> renamed = {};
};

} // namespace padchestd::feed
