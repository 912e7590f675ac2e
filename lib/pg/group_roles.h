#pragma once
// The three groups that people and programs are members of, and what each may do. The groups can't log in
// themselves.

#include "pg/connection.h"

#include <string>
#include <vector>

namespace padchestd::pg {

struct GroupRoles {
    std::string owner = "padchest_owner";   // owns schemas and tables, and applies migrations
    std::string ingest = "padchest_ingest"; // reads and writes rows: the daemon
    std::string analyst =
        "padchest_analyst"; // reads analytics and the star schema, no word of a report, no secret
};

// What makes the groups that are missing, gives all that this program has made to the owner, and gives each
// group its rights; in the order to run them in. Changes nothing. Needs a superuser, or a role that may
// create roles and owns what there is.
[[nodiscard]] std::vector<std::string> role_statements(Connection& connection, const GroupRoles& roles);

// Gives each group that exists its rights on all objects that there are now, in the caller's transaction. To
// be called after each migration: what is new has no rights yet.
void apply_grants(Connection& connection, const GroupRoles& roles);

} // namespace padchestd::pg
