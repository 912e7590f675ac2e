#pragma once
// What is checked after trouble, and where it is noted for docs/reliability.md.

#include "config/settings.h"
#include "pg/connection.h"

#include <map>
#include <string>
#include <string_view>

namespace padchestd::tests {

enum class Books {
    whole, // the ledger too: batches were cut at the same places
    ends   // of the books only what does not depend on where batches were cut
};

// The content of all tables: "ods.encounters" → rows and digest. Without times, made-up ids, sequence
// numbers, the writers' epoch and the feed's device and inode.
[[nodiscard]] std::map<std::string, std::string> whole_content(pg::Connection& connection, Books books);

// The tables in which two contents differ, with both sides; "" where they are equal.
[[nodiscard]] std::string differences(const std::map<std::string, std::string>& found,
                                      const std::map<std::string, std::string>& expected);

// What the audit and the warehouse's verification report; "" where all is in order, and the audit has
// re-read the feed.
[[nodiscard]] std::string flaws(pg::Connection& connection, const config::Settings& settings);

// Appends a line for the table of docs/reliability.md to the file PADCHESTD_RELIABILITY_LOG, if that is set:
// what was tried, how often, what happened, in which form (short or long), and the page's section. Call it
// after the checks.
void note_proof(std::string_view tried, std::int64_t times, std::string_view outcome,
                std::string_view section = "");

// Sections of that page beside the one without a name.
constexpr std::string_view kTriedToGetItStuck = "tried to get it stuck";
constexpr std::string_view kTriedToGetIdentitiesOut = "tried to get identities out";

} // namespace padchestd::tests
