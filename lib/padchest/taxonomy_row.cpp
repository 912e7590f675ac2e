#include "padchest/taxonomy_row.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace padchestd::padchest {

namespace {

constexpr std::string_view kHeader =
    "tree\tdepth\tpath\tterm\tcui\tumls_name\t"; // the seventh name is not looked at
constexpr std::string_view kFeedOnly =
    "(feed only)"; // labels of the feed that the authors' tree does not have
constexpr std::string_view kArrow = " > ";

enum Column : std::size_t { tree, depth, path, term, cui, umls_name, images };
constexpr std::size_t kColumns = images + 1;
using Cells = std::array<std::string_view, kColumns>;

Cells split(std::string_view line, std::size_t number) {
    Cells cells;
    for (std::size_t i = 0; i < kColumns; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i == kColumns - 1))
            refuse_taxonomy_line(number, "not seven columns");
        cells[i] = line.substr(0, tab);
        line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    return cells;
}

clinical::Kind kind_of(const Cells& cells, std::size_t number) {
    if (cells[tree] == "normal") return clinical::Kind::normal;
    if (cells[tree] == "exclude" || cells[tree] == "suboptimal study") return clinical::Kind::quality;
    // Is among the findings, yet tells how two studies compare.
    if (cells[term] == "unchanged") return clinical::Kind::quality;
    if (cells[tree] == "differential diagnosis") return clinical::Kind::differential;
    if (cells[tree] == "radiological finding" || cells[tree] == kFeedOnly) return clinical::Kind::finding;
    if (cells[tree] == "localization") return clinical::Kind::finding;
    refuse_taxonomy_line(number, "a tree of no known kind");
}

bool ends_with_term(std::string_view path, std::string_view term) {
    if (path == term) return true;
    return path.size() > term.size() + kArrow.size() && path.ends_with(term) &&
           path.substr(0, path.size() - term.size()).ends_with(kArrow);
}

// The path's last term but one.
std::string_view parent_of(const Cells& cells) {
    if (cells[path] == cells[term] || cells[tree] == kFeedOnly) return {};
    const std::string_view above =
        cells[path].substr(0, cells[path].size() - cells[term].size() - kArrow.size());
    const std::size_t arrow = above.rfind(kArrow);
    return arrow == std::string_view::npos ? above : above.substr(arrow + kArrow.size());
}

TaxonomyRow row_of(const Cells& cells, std::size_t number) {
    if (!cells[path].starts_with(cells[tree])) refuse_taxonomy_line(number, "a path outside of its tree");
    if (!ends_with_term(cells[path], cells[term]))
        refuse_taxonomy_line(number, "a path that does not end in the term");
    return TaxonomyRow{number,
                       cells[tree],
                       cells[term],
                       parent_of(cells),
                       cells[cui],
                       cells[umls_name],
                       cells[tree] == "localization",
                       kind_of(cells, number)};
}

} // namespace

void refuse_taxonomy_line(std::size_t line, std::string_view why) {
    throw std::invalid_argument("taxonomy, line " + std::to_string(line) + ": " + std::string(why));
}

std::vector<TaxonomyRow> parse_taxonomy(std::string_view tsv) {
    std::vector<TaxonomyRow> rows;
    if (!tsv.starts_with(kHeader)) refuse_taxonomy_line(1, "not the header of a taxonomy");
    for (std::size_t number = 1; !tsv.empty(); ++number) {
        const std::size_t end = std::min(tsv.find('\n'), tsv.size());
        const std::string_view line = tsv.substr(0, end);
        tsv.remove_prefix(std::min(end + 1, tsv.size()));
        if (number == 1) continue;
        const Cells cells = split(line, number);
        if (!cells[term].empty()) rows.push_back(row_of(cells, number));
    }
    return rows;
}

} // namespace padchestd::padchest
