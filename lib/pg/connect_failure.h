#pragma once
// Why a session could not be made, in this program's words: of libpq's text only what is recognised counts,
// for it quotes what it was given, and of the server's words only the SQLSTATE, for they are in any language.

#include <string>
#include <string_view>

namespace padchestd::pg {

struct ConnectFailure {
    std::string sqlstate; // 08001 where nobody gave one
    std::string reason;   // completes "cannot connect to Postgres: …"
};

// `text`: PQerrorMessage under PQERRORS_SQLSTATE; a line a host that was tried, each of the server's ends
// with its SQLSTATE. Of several the one counts that an operator can do most about: a refused login, then a
// missing database.
[[nodiscard]] ConnectFailure connect_failure(std::string_view text);

} // namespace padchestd::pg
