#pragma once
// A throw-away database on the server that scripts/with-postgres gives (PADCHESTD_POSTGRES__CONNINFO, in
// libpq's keyword form). Made from a template that the first test after a change of the migrations makes, in
// some tens of milliseconds; dropped at the end, whoever is still connected.

#include "pg/connection.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::tests {

enum class Start { migrated, empty };

class Database {
  public:
    // Throws std::runtime_error where no server is given, pg::Error where it is not there.
    explicit Database(Start start = Start::migrated);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::string conninfo() const;
    [[nodiscard]] pg::Connection connect(std::string_view role = "test") const;

    // As on the first day: dropped, with all connections to it, and made again under the same name.
    void reset();

    // The same, but empty and with other options of `create database`: "encoding 'LATIN1' locale 'C'".
    void reset_with(const std::string& options);

  private:
    Start start_;
    std::string name_;
};

// A role that may log in, of a name of its own, without any right; dropped at the end. To be made before the
// database in which it gets rights, so that it ends after it.
class LoginRole {
  public:
    explicit LoginRole(const std::string& options = ""); // "in role other"
    ~LoginRole();
    LoginRole(const LoginRole&) = delete;
    LoginRole& operator=(const LoginRole&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    std::string name_;
};

// Whether the server has pgvector to offer.
[[nodiscard]] bool has_pgvector(pg::Connection& connection);

// The constraints and indexes of the clinical store, as the server describes them, one a line.
[[nodiscard]] std::string keys_and_indexes(pg::Connection& connection);

// The whole content of a schema, for comparing: for each table "rows, digest of all rows in any order", by
// name. Columns named in `except` ("batches.committed_at") are left out, and OMOP's numbers in ods, which
// have gaps.
[[nodiscard]] std::map<std::string, std::string> content(pg::Connection& connection, std::string_view schema,
                                                         const std::vector<std::string>& except = {});

} // namespace padchestd::tests
