#pragma once
// What the proof of the warehouse compares: every table of dwh with its rows as the store says they should
// be, by SQL apart from the refresh's. Tables whose rows go by the same key are a section, which is compared
// in parts: each a range of that key, so that neither memory nor a snapshot depends on the size of the store.
//
// A few tables are compared with another table of dwh, which is compared with the store by itself:
// agg_keyword with fact_report, agg_studies with agg_patient, dim_procedure with agg_procedure, and what
// agg_cluster_diagnosis has of encounters without a label with fact_encounter.

#include "pg/connection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace padchestd::warehouse {

// A table of dwh that is not what the rebuild says. A row with a wrong value counts once as missing, once as
// surplus.
struct Difference {
    std::string table;             // `fact_encounter`
    std::int64_t missing_rows = 0; // the rebuild has them, dwh has not
    std::int64_t surplus_rows = 0; // dwh has them, the rebuild has not
};

// Keys of a section, as texts.
struct KeyRange {
    std::string after;               // not of the range
    std::optional<std::string> last; // of the range; none: it has no end
};

// A table and its rows of a range: $1 is KeyRange::after, $2 KeyRange::last or NULL. Columns in the table's
// order.
struct Proof {
    std::string_view table;
    std::string_view rebuilt; // SELECT from the store
    std::string_view held;    // condition on the table's rows; empty: all of them
};

struct Section {
    std::string_view name;  // `encounters`; stored: stable
    std::string_view start; // KeyRange::after of its first part
    std::string_view cut;   // SELECT of KeyRange::last: the key of the $2-th row after $1; empty: one part
    std::span<const Proof> proofs;
};

// In the order of a turn.
[[nodiscard]] std::span<const Section> proof_sections();

// The next part of a section: about `rows` rows of the store, and at most as many more as its last key has.
[[nodiscard]] KeyRange next_part(pg::Connection& connection, const Section& section, const std::string& after,
                                 std::int64_t rows);

// Inside a transaction with one snapshot. Throws pg::Error.
[[nodiscard]] Difference compare(pg::Connection& connection, const Proof& proof, const KeyRange& range);

} // namespace padchestd::warehouse
