#pragma once
// Where pgvector is: its schema is found in the catalog, never by a search_path, and what is in it is named
// with it.

#include "pg/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace padchestd::pg {

// Installs it where the server offers it and this role may: into public, or into ingest where there is no
// such schema. Nothing happens otherwise. In a transaction.
void install_vector(Connection& connection);

// Its schema, quoted where SQL wants that; nothing where it is not installed.
[[nodiscard]] std::optional<std::string> vector_schema(Connection& connection);

// `sql` with the schema in place of each `{vector}`: `$1::{vector}.vector`, `operator({vector}.<=>)`. Throws
// std::logic_error where pgvector is not installed: the caller has looked at the column's type.
[[nodiscard]] std::string with_vector_schema(Connection& connection, std::string_view sql);

} // namespace padchestd::pg
