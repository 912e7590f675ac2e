#pragma once
// A failure at the database, with its SQLSTATE. Neither DETAIL nor the primary message is kept: both can
// quote a value.

#include "util/failure.h"

#include <string>
#include <string_view>

namespace padchestd::pg {

// What Postgres reports of an error, as far as it is safe to log.
struct Diagnosis {
    std::string sqlstate; // five characters; `08006` where the connection itself broke
    std::string severity;
    std::string schema;
    std::string table;
    std::string column;
    std::string constraint;
};

// Trying again later may help: connection gone (class 08), serialization failure or deadlock (40), lock
// timeout (55P03), no resources (53), shutdown, crash, not yet accepting (57P0x), canceled by a timeout
// (57014), read-only server (25006: a standby), XX000 "server closed the connection" of a coordinator is not
// told apart from other XX000 and is not transient.
[[nodiscard]] bool is_transient(std::string_view sqlstate);

// A value or a key of a record is to blame: class 22 (data), 23 (integrity), 54 (program limit). Nothing else
// ever is.
[[nodiscard]] bool is_data_error(std::string_view sqlstate);

class Error : public util::Failure {
  public:
    // `attempt` completes "cannot …": "copy encounters". Hint and exit code follow from the SQLSTATE.
    Error(std::string_view attempt, Diagnosis diagnosis);

    // The connection could not be made or broke; `reason` is in this program's words.
    Error(std::string_view attempt, std::string_view sqlstate, std::string_view reason);

    [[nodiscard]] const Diagnosis& diagnosis() const { return diagnosis_; }
    [[nodiscard]] const std::string& sqlstate() const { return diagnosis_.sqlstate; }
    [[nodiscard]] bool transient() const { return is_transient(diagnosis_.sqlstate); }

  private:
    Diagnosis diagnosis_;
};

// The connection broke after COMMIT was sent: nobody knows yet whether it landed.
class CommitInDoubt : public Error {
  public:
    using Error::Error;
};

// The program was asked to stop while it waited for the server; the running statement was canceled.
class Interrupted : public util::Failure {
  public:
    explicit Interrupted(std::string_view attempt);
};

} // namespace padchestd::pg
