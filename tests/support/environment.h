#pragma once
// What a test finds around it: the built program, the project's files, the real feed, and whether time is
// short.

#include <filesystem>
#include <optional>
#include <string_view>

namespace padchestd::tests {

// The daemon's program of this build. For recovery and acceptance tests; the others do not wait for it to be
// built.
[[nodiscard]] std::filesystem::path program();

// A file or folder of the project: `source("reference/taxonomy.tsv")`.
[[nodiscard]] std::filesystem::path source(std::string_view relative);

// The real feed: PADCHESTD_REAL_FEED, else where scripts/fetch-padchest puts it. Nothing where it is not
// there. A test never prints anything of its rows.
[[nodiscard]] std::optional<std::filesystem::path> real_feed();

// The real table of NIH ChestX-ray14: PADCHESTD_REAL_NIH, else where scripts/fetch-nih puts it. As above.
[[nodiscard]] std::optional<std::filesystem::path> real_nih_table();

// `scripts/test --long` (PADCHESTD_TEST_LONG=1): soaks and hundreds of kills are wanted.
[[nodiscard]] bool long_run();

// Whether a sanitizer watches, which keeps freed memory for a while: the memory held means nothing
// then.
[[nodiscard]] constexpr bool sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

// A number for a random test: PADCHESTD_TEST_SEED where it is set (to repeat a failure), else a fresh one.
// Prints it.
[[nodiscard]] std::uint64_t seed();

// Reports that a case cannot run here and why; ctest counts the case as skipped. The case returns after it.
void skip(std::string_view reason);

} // namespace padchestd::tests
