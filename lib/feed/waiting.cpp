#include "feed/waiting.h"

namespace padchestd::feed {

std::string_view name(Waiting waiting) {
    switch (waiting) {
    case Waiting::nothing:
        return "";
    case Waiting::unfinished_record:
        return "unfinished_record";
    case Waiting::hole:
        return "hole";
    }
    return "";
}

} // namespace padchestd::feed
