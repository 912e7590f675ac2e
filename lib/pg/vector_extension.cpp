#include "pg/vector_extension.h"

#include "pg/sql.h"

#include <stdexcept>

namespace padchestd::pg {

void install_vector(Connection& connection) {
    connection.script("install pgvector", sql::install_vector);
}

std::optional<std::string> vector_schema(Connection& connection) {
    const auto found = connection.query(
        "look for pgvector", "select format('%I', n.nspname) from pg_extension as e join pg_namespace as n"
                             " on n.oid = e.extnamespace where e.extname = 'vector'");
    if (found.empty()) return std::nullopt;
    return found.value().string();
}

std::string with_vector_schema(Connection& connection, std::string_view sql) {
    constexpr std::string_view kPlace = "{vector}";
    const auto schema = vector_schema(connection);
    if (!schema) throw std::logic_error("a statement needs pgvector, which is not installed");
    std::string text(sql);
    for (auto at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at + schema->size()))
        text.replace(at, kPlace.size(), *schema);
    return text;
}

} // namespace padchestd::pg
