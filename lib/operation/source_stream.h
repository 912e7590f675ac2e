#pragma once
// The store's rows in the order of the feed's records that gave them their content: what a re-read of the
// feed is compared with, in one pass over each table and without a look-up for each key. Not the whole
// answer: a record that changed nothing, or whose row a later one changed, finds its row elsewhere
// (store::fetch_source_rows).

#include "pg/connection.h"
#include "store/source_row.h"

#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::operation {

class SourceStream {
  public:
    // Inside a transaction with one snapshot, which `connection` keeps until this ends. Rows of every feed
    // whose source is of `generation`: another feed's are at offsets of its own.
    SourceStream(pg::Connection& connection, std::int32_t generation);

    // The rows from records before byte `end` that no earlier call gave. Valid until the next call. Of an
    // encounter's and a procedure's fields only `row`, of the latter's `record_hash` too.
    [[nodiscard]] const store::SourceRows& up_to(std::uint64_t end);

  private:
    // Of one chunk, found once for its rows.
    struct Columns {
        pg::Column offset, content_hash, id, own;
    };

    class Cursor {
      public:
        // `id` and `own` are the columns of the table that are read besides, `select` all of them.
        Cursor(pg::Connection& connection, std::int32_t generation, std::string name, std::string_view id,
               std::string_view own, std::string_view select);

        // Calls `add` with each row before `end`, and its columns.
        template<typename Add>
        void take(std::uint64_t end, Add add);

      private:
        [[nodiscard]] bool fetch();

        pg::Connection& connection_;
        std::string name_;
        std::string_view id_, own_;      // constants of the program
        Columns columns_;                // of the last chunk
        std::vector<pg::Result> chunks_; // the last one holds the rows to come
        std::size_t row_ = 0;            // of it
        bool at_end_ = false;
    };

    [[nodiscard]] store::SourceRow source_row(const pg::Row& row, const Columns& columns) const;

    std::int32_t generation_;
    store::SourceRows rows_;
    Cursor encounters_, procedures_, reports_;
};

} // namespace padchestd::operation
