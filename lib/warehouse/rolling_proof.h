#pragma once
// The proof of the warehouse in parts: each compares one range of one section (warehouse/proof.h) in a short
// transaction of its own, and stores where the next one begins. A turn goes through all of them, then the
// next turn begins. Not the proof in one snapshot: warehouse/verify.h.
//
// A part blocks no batch and no refresh. It holds the lock of a reader on dwh, for which a rebuild waits
// before it empties a table. It compares only where its snapshot has nothing queued: dwh is then what the
// store says.

#include "pg/connection.h"
#include "util/clock.h"
#include "warehouse/proof.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::warehouse {

// Studies, labels or patients of a part: a quarter of a second on average (docs/performance.md).
constexpr std::int64_t kRowsAPart = 10'000;

struct ProofState {
    std::int64_t turn = 1;
    std::string section;    // of the next part
    std::string after;      // which begins after this key
    std::int64_t parts = 0; // of this turn so far
};

// Nothing where no part was compared yet.
[[nodiscard]] std::optional<ProofState> proof_state(pg::Connection& connection);

// When the last part was compared, or else the warehouse built. Nothing where it was not.
[[nodiscard]] std::optional<util::WallTime> last_part_at(pg::Connection& connection);

struct ProvedPart {
    std::int64_t turn = 0;
    std::string section;
    std::int64_t parts = 0;              // of this turn so far, this one included
    bool turn_ended = false;             // it was the last one
    std::vector<Difference> differences; // of this part; stored in ingest.warehouse_difference
    std::int64_t different_tables = 0;   // of the turn, where it ended
};

// The next part. Nothing where something waits for a refresh, or where the warehouse was never built or is
// damaged: a refresh comes first. `connection` is outside a transaction. Throws pg::Error; the stored state
// is then unchanged.
[[nodiscard]] std::optional<ProvedPart> prove_part(pg::Connection& connection, const util::Clock& clock,
                                                   std::int64_t rows = kRowsAPart);

// Not less than the parts of a turn.
[[nodiscard]] std::int64_t parts_at_most(pg::Connection& connection, std::int64_t rows = kRowsAPart);

// Replaces the stored differences by `found`. For the transaction of a proof in one snapshot.
void keep_differences(pg::Connection& connection, const std::vector<Difference>& found,
                      const util::Clock& clock);

} // namespace padchestd::warehouse
