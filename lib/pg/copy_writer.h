#pragma once
// Rows straight into a table by COPY … FROM STDIN in text form, escaped here, streamed in pieces of 64 KiB.
// Inside a transaction.

#include "pg/connection.h"

#include <optional>

namespace padchestd::pg {

class CopyWriter {
  public:
    // `target` is trusted SQL: `ods.encounters (encounter_id, …)`. `attempt` completes "cannot …".
    CopyWriter(Connection& connection, std::string_view attempt, std::string_view target)
        : CopyWriter(connection, attempt, target, "") {}
    ~CopyWriter(); // gives the copy up, which fails the transaction, unless finish() was called
    CopyWriter(const CopyWriter&) = delete;
    CopyWriter& operator=(const CopyWriter&) = delete;

    // The next value of the row.
    CopyWriter& text(std::string_view value);
    CopyWriter& null();
    CopyWriter& optional_text(std::optional<std::string_view> value);
    CopyWriter& integer(std::int64_t value);
    CopyWriter& boolean(bool value);
    CopyWriter& hash(const util::ContentHash& value); // into bytea
    CopyWriter& hash(const util::KeyedHash& value) { return hash(value.mac); }
    void end_row();

    // Ends the copy; returns the rows written. Throws Error where the server refuses any.
    std::int64_t finish();

  protected:
    // `options`: of COPY, trusted SQL.
    CopyWriter(Connection& connection, std::string_view attempt, std::string_view target,
               std::string_view options);

    // Not sent yet, in the form that the options name; sent when it has grown to a piece.
    [[nodiscard]] std::string& buffer() { return buffer_; }
    void send_full_piece();

  private:
    void separate();
    void send_piece();

    Connection& connection_;
    std::string attempt_;
    std::string buffer_;
    bool row_begun_ = false;
    bool open_ = true;
};

} // namespace padchestd::pg
