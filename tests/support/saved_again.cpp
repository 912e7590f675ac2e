#include "support/saved_again.h"

#include "support/csv_oracle.h"
#include "support/database.h"

#include <algorithm>
#include <functional>

namespace padchestd::tests {

namespace {

using Cells = std::vector<std::string>;
using Change = std::function<void(Cells&, std::size_t row)>; // row 0: the header

// Header and records; the oracle reads the header as a record like any other.
std::vector<Cells> cells_of(const std::string& feed, std::size_t records) {
    const auto columns =
        static_cast<std::size_t>(
            std::count(feed.begin(), feed.begin() + static_cast<std::ptrdiff_t>(feed.find('\n')), ',')) +
        1;
    std::vector<Cells> rows;
    for (auto& record : oracle_records(feed, 0, {columns, 1U << 20U, true})) {
        if (rows.size() > records) break;
        rows.push_back(std::move(record.fields));
    }
    return rows;
}

std::string written(std::vector<Cells> rows, char delimiter, std::string_view line_end,
                    const Change& change) {
    std::string text;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        change(rows[row], row);
        for (std::size_t i = 0; i < rows[row].size(); ++i) {
            const std::string& cell = rows[row][i];
            if (i > 0) text += delimiter;
            if (cell.find_first_of(std::string("\"\n\r") + delimiter) == std::string::npos) {
                text += cell;
                continue;
            }
            text += '"';
            for (const char byte : cell) text.append(byte == '"' ? 2 : 1, byte);
            text += '"';
        }
        text += line_end;
    }
    return text;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// `-12.50`, without an exponent.
bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = text.find('.');
    return point != std::string_view::npos && is_digits(text.substr(0, point)) &&
           is_digits(text.substr(point + 1));
}

// The row number gets a name, whole numbers of a column with gaps a fraction, and decimals another zero.
void as_pandas(Cells& cells, std::size_t row) {
    if (row == 0) {
        cells[0] = "Unnamed: 0";
        return;
    }
    for (auto cell = cells.begin() + 1; cell != cells.end(); ++cell) {
        if (cell->size() < 10 && is_digits(*cell))
            *cell += ".0";
        else if (is_decimal(*cell))
            *cell += '0';
    }
}

void with_index(Cells& cells, std::size_t row) {
    as_pandas(cells, row);
    cells.insert(cells.begin(), row == 0 ? "" : std::to_string(row - 1));
}

// Decimal commas, and no fraction of zeros.
void as_spreadsheet(Cells& cells, std::size_t row) {
    if (row == 0) return;
    for (auto& cell : cells) {
        if (!is_decimal(cell)) continue;
        if (cell.ends_with(".0"))
            cell.resize(cell.size() - 2);
        else
            cell[cell.find('.')] = ',';
    }
}

} // namespace

std::vector<SavedCopy> saved_copies(const std::string& feed, std::size_t records) {
    const auto rows = cells_of(feed, records);
    return {{"pandas without index", written(rows, ',', "\n", as_pandas)},
            {"pandas with index", written(rows, ',', "\n", with_index)},
            {"spreadsheet", "\xEF\xBB\xBF" + written(rows, ';', "\r\n", as_spreadsheet)},
            {"tabs", written(rows, '\t', "\n", [](Cells&, std::size_t) {})}};
}

std::map<std::string, std::string> content_without_sources(pg::Connection& connection) {
    return content(connection, "ods",
                   {"encounters.source_generation", "encounters.source_offset", "encounters.updated_at",
                    "reports.source_generation", "reports.source_offset", "reports.updated_at",
                    "procedures.source_generation", "procedures.source_offset", "procedures.record_hash",
                    "procedures.updated_at", "patients.created_at"});
}

} // namespace padchestd::tests
