#include "operation/column_fit.h"

#include "config/nearest.h"

#include <algorithm>
#include <map>
#include <set>

namespace padchestd::operation {

namespace {

using clinical::ColumnUse;

constexpr std::size_t kFewestNames = 3;  // of the format's, for a line to be a header
constexpr std::size_t kLongestName = 64; // a longer one is no name; the comparison is quadratic
constexpr std::size_t kMostAdded = 200;  // as candidates for a name

// What two spellings of a name share: `Study_ID`, `studyid`.
std::string folded(std::string_view name) {
    std::string letters;
    for (const char byte : name) {
        if (byte >= 'A' && byte <= 'Z')
            letters += static_cast<char>(byte - 'A' + 'a');
        else if (byte != '_' && byte != ' ' && byte != '-' && byte != '.')
            letters += byte;
    }
    return letters;
}

bool is_header(const std::vector<clinical::FeedColumn>& columns, const feed::CsvHeader& header) {
    std::set<std::string> known;
    for (const auto& column : columns) known.insert(folded(column.name));
    known.erase("");
    const auto found = std::count_if(header.names.begin(), header.names.end(),
                                     [&](const auto& name) { return known.contains(folded(name)); });
    return static_cast<std::size_t>(found) >= std::min(kFewestNames, known.size());
}

// Of places that should rise, the longest part that does; the others are out of their order.
std::vector<bool> in_order(const std::vector<std::size_t>& places) {
    std::vector<std::size_t> length(places.size(), 1), before(places.size(), places.size());
    std::size_t last = places.size();
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (places[j] >= places[i] || length[j] < length[i]) continue;
            length[i] = length[j] + 1;
            before[i] = j;
        }
        if (last == places.size() || length[i] > length[last]) last = i;
    }
    std::vector<bool> kept(places.size(), false);
    for (std::size_t i = last; i < places.size(); i = before[i]) kept[i] = true;
    return kept;
}

// Gives each missing column the added one with nearly its name, which is then no other's.
void find_renamed(std::vector<ColumnFit>& missing, std::vector<ColumnFit>& added) {
    for (auto& column : missing) {
        std::vector<std::string> candidates;
        for (const auto& one : added) {
            if (candidates.size() < kMostAdded && one.name.size() <= kLongestName && !one.name.empty())
                candidates.push_back(folded(one.name));
        }
        const auto nearest = config::nearest(folded(column.name), candidates);
        const auto found = std::find_if(added.begin(), added.end(), [&](const ColumnFit& one) {
            return !nearest.empty() && folded(one.name) == nearest;
        });
        if (found == added.end()) continue;
        column.state = ColumnState::renamed;
        column.nearest = found->name;
        added.erase(found);
    }
}

} // namespace

std::size_t FormatFit::count(ColumnState state) const {
    return static_cast<std::size_t>(std::count_if(
        columns.begin(), columns.end(), [&](const ColumnFit& column) { return column.state == state; }));
}

std::size_t FormatFit::lacking() const {
    return static_cast<std::size_t>(std::count_if(columns.begin(), columns.end(), [](const ColumnFit& one) {
        return one.use == ColumnUse::needed &&
               (one.state == ColumnState::missing || one.state == ColumnState::renamed);
    }));
}

FormatFit fit(const clinical::Mapping& mapping, const feed::CsvHeader& header) {
    const auto columns = mapping.feed_columns();
    FormatFit result{&mapping, is_header(columns, header), {}};
    if (!result.is_header) return result;
    std::map<std::string_view, std::size_t> place_of;
    for (std::size_t i = 0; i < columns.size(); ++i) place_of.emplace(columns[i].name, i);
    std::vector<ColumnFit> added, missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < header.names.size(); ++i) {
        const auto& name = header.names[i];
        const auto found = place_of.find(name);
        if (found == place_of.end() || header.column(name) != i) {
            added.push_back({name, ColumnState::added, std::nullopt, ""});
            continue;
        }
        places.push_back(found->second);
        result.columns.push_back({name, ColumnState::present, columns[found->second].use, ""});
    }
    const auto kept = in_order(places);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!kept[i]) result.columns[i].state = ColumnState::reordered;
    }
    for (const auto& column : columns) {
        if (!header.column(column.name))
            missing.push_back({column.name, ColumnState::missing, column.use, ""});
    }
    find_renamed(missing, added);
    for (auto* others : {&added, &missing})
        result.columns.insert(result.columns.end(), others->begin(), others->end());
    return result;
}

std::string_view name(ColumnState state) {
    switch (state) {
    case ColumnState::present:
        return "present";
    case ColumnState::reordered:
        return "reordered";
    case ColumnState::renamed:
        return "renamed";
    case ColumnState::missing:
        return "missing";
    case ColumnState::added:
        break;
    }
    return "added";
}

std::string_view name(ColumnUse use) {
    switch (use) {
    case ColumnUse::needed:
        return "needed";
    case ColumnUse::optional:
        return "optional";
    case ColumnUse::unread:
        break;
    }
    return "unread";
}

} // namespace padchestd::operation
