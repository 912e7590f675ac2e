#include "feed/record.h"

namespace padchestd::feed {

std::string_view name(Malformation malformation) {
    switch (malformation) {
    case Malformation::field_count:
        return "field_count";
    case Malformation::malformed_quote:
        return "malformed_quote";
    case Malformation::record_too_long:
        return "record_too_long";
    case Malformation::open_quote:
        return "open_quote";
    case Malformation::not_utf8:
        return "not_utf8";
    case Malformation::nul_byte:
        return "nul_byte";
    }
    return "unknown";
}

} // namespace padchestd::feed
