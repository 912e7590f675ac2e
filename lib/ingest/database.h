#pragma once
// Makes a database ready for the daemon, from empty or from an older version; does nothing where it is ready.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "pg/connection.h"
#include "util/clock.h"

#include <string_view>

namespace padchestd::ingest {

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

} // namespace padchestd::ingest
