#pragma once
// How a header fits a format: each column present, missing, added, renamed or in another place. Names only,
// and only of a line that is a header: cells of a file without one could be taken for names.

#include "clinical/mapping.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace padchestd::operation {

enum class ColumnState {
    present,
    reordered, // present, after a column that the format has later: no harm
    renamed,   // missing, and a column that the format does not have has nearly its name
    missing,
    added,
};

struct ColumnFit {
    std::string name; // the format's, or the file's own of an added one
    ColumnState state = ColumnState::present;
    std::optional<clinical::ColumnUse> use; // nothing: added
    std::string nearest;                    // renamed: the name in the file
};

struct FormatFit {
    const clinical::Mapping* mapping = nullptr;
    bool is_header = false;         // at least three names are the format's; else `columns` is empty
    std::vector<ColumnFit> columns; // those of the file in its order, then those that it lacks

    [[nodiscard]] std::size_t count(ColumnState state) const;
    // Needed columns that the file has not.
    [[nodiscard]] std::size_t lacking() const;
};

[[nodiscard]] std::string_view name(ColumnState state);
[[nodiscard]] std::string_view name(clinical::ColumnUse use);

// `mapping` outlives the result.
[[nodiscard]] FormatFit fit(const clinical::Mapping& mapping, const feed::CsvHeader& header);

} // namespace padchestd::operation
