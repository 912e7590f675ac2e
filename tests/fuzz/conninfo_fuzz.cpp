// Any bytes are a connection string or are refused. What is shown of one is read back as the same options,
// with a mask for each secret; of what is refused nothing is shown.

#include "pg/conninfo.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace padchestd;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "conninfo_fuzz: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto options = pg::parse_conninfo(text);
    const std::string shown = pg::shown_conninfo(text);
    if (!options) {
        require(shown == "***", "something of an unreadable string is shown");
        return 0;
    }
    for (auto& option : *options) {
        if (option.secret) option.value = "***";
    }
    require(pg::parse_conninfo(shown) == options, "what is shown is not the same without its secrets");
    require(pg::holds_secret(text) == std::ranges::any_of(*options, &pg::ConninfoOption::secret),
            "a secret overlooked");
    return 0;
}
