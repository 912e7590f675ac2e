// Copies of a feed that another program read and saved again hold the same content: in an empty store, and
// over a store that holds the original, where nothing is written.

#include "operation/audit.h"
#include "simulator/feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

#include <functional>
#include <regex>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Cells = std::vector<std::string>;
using Change = std::function<void(Cells&, std::size_t row)>;

// The generator's feed, as cells: it quotes what holds a comma, a quote or a line end.
std::vector<Cells> original() {
    simulator::FeedGenerator generator(
        {.encounters = 150, .images_per_study = 1.5, .seed = 5, .bad_records = 0});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    std::vector<Cells> rows(1);
    rows.back().emplace_back();
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (byte == '"') {
            if (quoted && text[i + 1] == '"')
                rows.back().back() += text[++i];
            else
                quoted = !quoted;
        } else if (byte == ',' && !quoted) {
            rows.back().emplace_back();
        } else if (byte == '\n' && !quoted) {
            if (i + 1 < text.size()) rows.emplace_back(1);
        } else {
            rows.back().back() += byte;
        }
    }
    return rows;
}

std::string written(std::vector<Cells> rows, char delimiter, const std::string& line_end,
                    const Change& change) {
    std::string text;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        change(rows[row], row);
        for (std::size_t i = 0; i < rows[row].size(); ++i) {
            std::string cell = std::regex_replace(rows[row][i], std::regex("\""), "\"\"");
            if (cell.find_first_of(std::string("\"\n\r") + delimiter) != std::string::npos)
                cell = '"' + cell + '"';
            text += (i == 0 ? "" : std::string(1, delimiter)) + cell;
        }
        text += line_end;
    }
    return text;
}

const std::regex kWhole("[0-9]{1,9}");
const std::regex kDecimal("-?[0-9]+\\.[0-9]+(e[+-]?[0-9]+)?");

// As pandas writes it: the row number gets a name, whole numbers of a column with gaps a fraction.
void as_pandas(Cells& cells, std::size_t row) {
    if (row == 0) {
        cells[0] = "Unnamed: 0";
        return;
    }
    for (std::size_t i = 1; i < cells.size(); ++i) {
        if (std::regex_match(cells[i], kWhole)) cells[i] += ".0";
        if (std::regex_match(cells[i], kDecimal) && cells[i].find('e') == std::string::npos) cells[i] += "0";
    }
}

void with_index(Cells& cells, std::size_t row) {
    as_pandas(cells, row);
    cells.insert(cells.begin(), row == 0 ? "" : std::to_string(row - 1));
}

// As a spreadsheet of many countries of Europe writes it.
void as_spreadsheet(Cells& cells, std::size_t row) {
    if (row == 0) return;
    for (auto& cell : cells) {
        if (!std::regex_match(cell, kDecimal)) continue;
        const double value = std::stod(cell);
        if (cell.ends_with(".0") && value < 1e9) cell = std::to_string(static_cast<long>(value));
        cell = std::regex_replace(cell, std::regex("\\."), ",");
    }
}

struct Copy {
    const char* name;
    std::string text;
};

std::vector<Copy> copies() {
    const auto rows = original();
    return {{"pandas without index", written(rows, ',', "\n", as_pandas)},
            {"pandas with index", written(rows, ',', "\n", with_index)},
            {"spreadsheet", "\xEF\xBB\xBF" + written(rows, ';', "\r\n", as_spreadsheet)},
            {"tabs", written(rows, '\t', "\n", [](Cells&, std::size_t) {})}};
}

// All but where a row came from, and when.
std::map<std::string, std::string> values_of(IngestRig& rig) {
    return content(rig.sql(), "ods",
                   {"encounters.source_offset", "encounters.updated_at", "reports.source_offset",
                    "reports.updated_at", "procedures.source_offset", "procedures.record_hash",
                    "procedures.updated_at", "patients.created_at"});
}

std::string text_of_original() {
    return written(original(), ',', "\n", [](Cells&, std::size_t) {});
}

} // namespace

TEST_CASE("a copy that was saved again gives the store of the original, and audit reads it") {
    IngestRig plain;
    plain.replace(text_of_original());
    plain.settle();
    REQUIRE(plain.number("select count(*) from ods.encounters") == 150);
    for (const Copy& copy : copies()) {
        CAPTURE(copy.name);
        IngestRig rig;
        rig.replace(copy.text);
        rig.settle();
        CHECK(rig.value(
                  "select string_agg(distinct reason || column_name, chr(32)) from ingest.quarantine") == "");
        CHECK(values_of(rig) == values_of(plain));
        CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());
    }
}

TEST_CASE("a copy that was saved again, in the place of the original, rewrites no row") {
    for (const Copy& copy : copies()) {
        CAPTURE(copy.name);
        IngestRig rig;
        rig.replace(text_of_original());
        rig.settle();
        const auto before = rig.row_versions({"ods", "dwh"});
        rig.replace(copy.text);
        rig.settle();
        CHECK(rig.number("select generation from ingest.checkpoint") == 2);
        CHECK(rig.number("select sum(unchanged_records) from ingest.batches where generation = 2") ==
              rig.number("select count(*) from ods.procedures"));
        CHECK(rig.row_versions({"ods", "dwh"}) == before);
    }
}

TEST_CASE("ids that a spreadsheet rounded stop the feed by name, and nothing is written") {
    const auto rounded = [](Cells& cells, std::size_t row) {
        as_spreadsheet(cells, row);
        if (row == 0) return;
        for (auto& cell : cells) {
            if (cell.size() > 20 && cell.find_first_not_of("0123456789") == std::string::npos)
                cell = "1,35E+44";
        }
    };
    IngestRig rig;
    rig.replace(written(original(), ';', "\r\n", rounded));
    const auto report = rig.cycle();
    INFO(problem_of(report).what << problem_of(report).hint);
    CHECK(problem_of(report).exit_code == util::ExitCode::data);
    CHECK(problem_of(report).what.find("StudyID is a rounded number") != std::string::npos);
    CHECK(rig.number("select count(*) from ods.encounters") == 0);
}
