#include "feed/feed_identity.h"

namespace padchestd::feed {

const char* name(Continuity continuity) {
    switch (continuity) {
    case Continuity::same:
        return "same";
    case Continuity::moved:
        return "moved";
    case Continuity::shrunk:
        return "shrunk";
    case Continuity::other_start:
        return "other_start";
    case Continuity::first:
        return "first";
    case Continuity::next_file:
        return "next_file";
    case Continuity::edited:
        return "edited";
    }
    return "unknown";
}

} // namespace padchestd::feed
