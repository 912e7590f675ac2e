#pragma once
// What a database must be for this program to serve it. Not the schema (pg/migrator): what no migration can
// mend.

#include "pg/connection.h"
#include "util/failure.h"

namespace padchestd::pg {

// The database or the role is set up so that rows could not be stored, or would be hidden. Names what and the
// way out.
class Unfit : public util::Failure {
  public:
    Unfit(const std::string& what, std::string hint)
        : Failure(util::Problem{"cannot use this database: " + what, std::move(hint), util::ExitCode::config,
                                true}) {}
};

// Throws Unfit where
// - the database's encoding is not UTF8: any other stops at the first character that it lacks, SQL_ASCII
// checks nothing;
// - row-level security is active for this role on one of this program's tables: a rebuild would lose the
// hidden rows;
// - the role's session_replication_role switches constraints off.
void refuse_unfit(Connection& connection);

// Throws Unfit where pgvector is in a schema that this role may not use: a migration could not name its type.
void refuse_unusable_vector(Connection& connection);

} // namespace padchestd::pg
