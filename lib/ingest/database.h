#pragma once
// Makes a database ready for the daemon, from empty or from an older version; does nothing where it is ready.

#include "clinical/mapping.h"
#include "clinical/patient_draw.h"
#include "config/settings.h"
#include "pg/connection.h"
#include "pg/group_roles.h"
#include "util/clock.h"

#include <chrono>
#include <functional>
#include <stop_token>

namespace padchestd::ingest {

// The session options of this configuration. `role`: what the session is for, as pg_stat_activity shows it.
[[nodiscard]] pg::SessionOptions session_options(const config::PostgresSettings& settings,
                                                 std::string_view role, std::stop_token stop = {},
                                                 std::function<void()> on_wait = {});

// The groups of this configuration.
[[nodiscard]] pg::GroupRoles group_roles(const config::RoleSettings& settings);

// How long a rival must have been silent to count as stopped: fencing.takeover_after, and never less than two
// intervals, for an idle daemon sends nothing between its ticks.
[[nodiscard]] std::chrono::milliseconds takeover_after(const config::Settings& settings);

// Brings the schema up to this program's. An open first load is ended before, since a migration expects every
// key in its place; what a row refuses stays noted. Returns the migrations applied. Throws util::Failure
// (permission) where a first load is open and this role does not own the tables; else as pg::migrate().
int migrate(pg::Connection& connection, const config::Settings& settings);

// Brings the reference rows up to the mapping's terms, makes the facility, and notes whether the feed has
// dates; writes nothing where all is there.
void write_references(pg::Connection& connection, const config::Settings& settings,
                      const clinical::Mapping& mapping, std::string_view at);

// Migrates, writes the references, makes the draw's secret, seeds the patients of an empty pool, and draws
// again for encounters that precede their patient's birth. Ends first what stopped programs have left open,
// which would be waited for. Throws util::Failure (config) where the store is filled and its patients were
// drawn in another way than patients.draw. Each step is a transaction, so that a kill leaves a database that
// the next start completes.
void prepare_database(pg::Connection& connection, const config::Settings& settings,
                      const clinical::Mapping& mapping, const util::Clock& clock);

// The draw of this configuration.
[[nodiscard]] clinical::Draw draw_of(const config::Settings& settings);

// Throws util::Failure (config) where the database draws patients in another way than this configuration.
void refuse_other_draw(const config::Settings& settings, clinical::Draw stored);

// Adds synthetic patients until there are `count` of this seed. Returns how many were added.
std::int64_t seed_patients(pg::Connection& connection, std::uint64_t count, std::uint64_t seed,
                           const util::Clock& clock);

} // namespace padchestd::ingest
