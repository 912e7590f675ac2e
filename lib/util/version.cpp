#include "util/version.h"

namespace padchestd::util {

std::string_view version() {
    return PADCHESTD_VERSION;
} // defined by lib/CMakeLists.txt

} // namespace padchestd::util
