#include "util/printable.h"
#include "warehouse/report.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace padchestd::warehouse {

namespace {

// Characters of UTF-8 text: bytes that do not continue one.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shown(const std::optional<std::string>& cell) {
    return cell ? util::printable(*cell) : "-";
}

std::string aligned(const std::string& text, std::size_t to, bool right) {
    const std::string padding(to - width(text), ' ');
    return right ? padding + text : text + padding;
}

std::string text_table(const ReportTable& table) {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::size_t widest = width(table.columns[i].name);
        for (const auto& row : table.rows) widest = std::max(widest, width(shown(row[i])));
        widths.push_back(widest);
    }
    std::string text = table.title + "\n";
    const auto add_line = [&](const auto& cell) {
        std::string line;
        for (std::size_t i = 0; i < widths.size(); ++i)
            line += "  " + aligned(cell(i), widths[i], table.columns[i].number);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    };
    add_line([&](std::size_t i) { return table.columns[i].name; });
    for (const auto& row : table.rows) add_line([&](std::size_t i) { return shown(row[i]); });
    if (table.rows.empty()) text += "  (no rows)\n";
    if (table.left_out > 0) text += "  … and " + std::to_string(table.left_out) + " more\n";
    return text;
}

nlohmann::ordered_json json_rows(const ReportTable& table) {
    auto rows = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) {
        auto& object = rows.emplace_back(nlohmann::ordered_json::object());
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto& value = object[table.columns[i].name];
            if (!row[i]) continue; // null
            if (table.columns[i].number)
                value = nlohmann::ordered_json::parse(*row[i]);
            else
                value = *row[i];
        }
    }
    return rows;
}

// As the page's export (dashboard/web/src/format.js): a text that a spreadsheet would run as a formula gets a
// leading apostrophe.
std::string csv_cell(const std::optional<std::string>& cell, bool number) {
    if (!cell) return "";
    const bool formula = !number && cell->find_first_of("=+-@\t\r") == 0;
    std::string text = (formula ? "'" : "") + *cell;
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string csv_table(const ReportTable& table) {
    std::string text;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        text += (i == 0 ? "" : ",") + table.columns[i].name;
    text += "\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i == 0 ? "" : ",") + csv_cell(row[i], table.columns[i].number);
        text += "\n";
    }
    return text;
}

std::string render_json(const std::vector<ReportTable>& tables) {
    auto all = nlohmann::ordered_json::object();
    for (const ReportTable& table : tables) all[table.name] = json_rows(table);
    return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace

std::string render(const std::vector<ReportTable>& tables, ReportFormat format) {
    if (format == ReportFormat::json) return render_json(tables);
    std::string text;
    for (const ReportTable& table : tables) {
        if (!text.empty()) text += "\n";
        if (format == ReportFormat::text)
            text += text_table(table);
        else
            text += (tables.size() > 1 ? "# " + table.name + "\n" : "") + csv_table(table);
    }
    return text;
}

} // namespace padchestd::warehouse
