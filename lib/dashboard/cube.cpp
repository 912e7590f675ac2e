#include "dashboard/cube.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

namespace padchestd::dashboard {

namespace {

bool is_number(std::string_view name) {
    return name == "year" || name == "studies";
}

void sort_values(Dimension& dimension) {
    auto& values = dimension.values;
    const bool number = dimension.number;
    std::sort(values.begin(), values.end(), [number](const std::string& left, const std::string& right) {
        if (number && left.size() != right.size())
            return left.size() < right.size(); // no signs, no leading zeros
        return left < right;
    });
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::unordered_map<std::string_view, std::size_t> places(const Dimension& dimension) {
    std::unordered_map<std::string_view, std::size_t> result;
    for (const std::string& value : dimension.values) result.emplace(value, result.size());
    return result;
}

Dimension read_dimension(const pg::Result& rows, const pg::Column& column) {
    Dimension result{std::string(column.name), is_number(column.name), {}};
    std::unordered_set<std::string_view> seen;
    for (const pg::Row row : rows) {
        const std::string_view value = row[column].text();
        if (seen.insert(value).second) result.values.emplace_back(value);
    }
    sort_values(result);
    return result;
}

std::size_t position(const Cube& cube, std::string_view name) {
    for (std::size_t at = 0; at < cube.dimensions.size(); ++at)
        if (cube.dimensions[at].name == name) return at;
    throw std::logic_error("a cube has no dimension of this name");
}

} // namespace

Cube read_cube(const pg::Result& rows) {
    Cube cube;
    std::vector<pg::Column> columns = rows.columns();
    const pg::Column count = columns.back();
    columns.pop_back();
    cube.cells.reserve(rows.size());
    for (const pg::Row row : rows) cube.cells.push_back({{}, row[count].integer()});
    for (const pg::Column& column : columns) {
        cube.dimensions.push_back(read_dimension(rows, column));
        const auto place = places(cube.dimensions.back());
        auto cell = cube.cells.begin();
        for (const pg::Row row : rows) (cell++)->at.push_back(place.find(row[column].text())->second);
    }
    return cube;
}

Cube collapse(const Cube& cube, const std::vector<std::string_view>& keep) {
    Cube result;
    std::vector<std::size_t> kept;
    for (const std::string_view name : keep) {
        kept.push_back(position(cube, name));
        result.dimensions.push_back(cube.dimensions[kept.back()]);
    }
    std::map<std::vector<std::size_t>, Count> sums;
    for (const Cell& cell : cube.cells) {
        std::vector<std::size_t> at;
        at.reserve(kept.size());
        for (const std::size_t dimension : kept) at.push_back(cell.at[dimension]);
        const auto [sum, fresh] = sums.try_emplace(std::move(at), 0);
        sum->second = sum->second && cell.count ? Count(*sum->second + *cell.count) : Count();
    }
    for (const auto& [at, count] : sums) result.cells.push_back({at, count});
    return result;
}

void widen(Cube& cube, std::string_view name, const std::vector<std::string>& values) {
    const std::size_t which = position(cube, name);
    Dimension& dimension = cube.dimensions[which];
    const std::vector<std::string> before = dimension.values;
    dimension.values.insert(dimension.values.end(), values.begin(), values.end());
    sort_values(dimension);
    const auto place = places(dimension);
    for (Cell& cell : cube.cells) cell.at[which] = place.find(before[cell.at[which]])->second;
}

Count publish(Count count, std::uint64_t least) {
    const auto step = static_cast<std::int64_t>(least);
    if (step <= 1 || !count || *count == 0) return count;
    if (*count < step) return std::nullopt;
    return *count / step * step;
}

void publish(Cube& cube, std::uint64_t least) {
    for (Cell& cell : cube.cells) cell.count = publish(cell.count, least);
}

} // namespace padchestd::dashboard
