#pragma once
// The synthetic patients in the database: seeding, and the pool that encounters are drawn from. What later
// changes about a person is in store/patient_history.h.

#include "clinical/patient_draw.h"
#include "pg/connection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::store {

struct PatientRow {
    std::string patient_id;
    std::string sex;
    clinical::Date birth_date;
    std::string location;
    struct Move {
        clinical::Date valid_from;
        std::string location;
    };
    std::vector<Move> moves; // by valid_from
};

// The draw's secret: made once, or `given` (a restore, a test). Throws util::Failure (config) where the
// database holds another.
void ensure_secret(pg::Connection& connection, const std::optional<util::Secret>& given, std::string_view at);

// The draw's secret. Whoever keys with it names a domain of its own. Throws util::Failure (data): no secret.
[[nodiscard]] util::Secret read_secret(pg::Connection& connection);

// The key for hashes of the feed's bytes, made of the same secret. Throws util::Failure (data): no secret.
[[nodiscard]] util::HashKey read_hash_key(pg::Connection& connection);

// Adds those patients that are not there yet, all in one transaction, and queues them. Returns how many.
std::int64_t seed_patients(pg::Connection& connection, std::span<const PatientRow> patients,
                           std::string_view at);

[[nodiscard]] std::int64_t count_patients(pg::Connection& connection);

// The pool as of `version`, which every change of it raises.
struct Pool {
    std::int64_t version = 0;
    clinical::PatientDraw draw;
};
[[nodiscard]] Pool read_pool(pg::Connection& connection);

// The draw in force. That of a store without encounters becomes `wanted`.
[[nodiscard]] clinical::Draw settle_draw(pg::Connection& connection, clinical::Draw wanted);

// An advisory lock's key, shared by batches, taken alone by whoever changes the pool: "patients" in ASCII.
inline constexpr std::int64_t kPoolLock = 0x70617469656e7473;

// In a batch's transaction: keeps corrections out until its end (a shared advisory lock, no row is written)
// and returns the pool's version, so that a cached pool is known to be fresh.
[[nodiscard]] std::int64_t hold_pool(pg::Connection& connection);

// In a transaction: waits for the batches that hold the pool, and keeps others out until its end.
void lock_pool(pg::Connection& connection);

// The same, and has every session read the pool again at its next batch.
void change_pool(pg::Connection& connection);

} // namespace padchestd::store
