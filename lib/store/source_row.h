#pragma once
// The rows that the store already holds for a batch's keys: enough to tell new, changed and unchanged rows
// apart. Read in four look-ups at most, whatever the batch's size.

#include "clinical/study.h"
#include "pg/connection.h"
#include "store/key_filter.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace padchestd::store {

struct SourceRow {
    util::ContentHash content_hash;
    feed::SourcePosition position; // of the record that gave the row its present content
};

struct SourceEncounter {
    SourceRow row;
    bool of_other_feed = false;
    std::optional<clinical::Date> birth_date; // of its patient; nothing where that one is gone
    bool from_findings = false;
};

struct SourceProcedure {
    std::string_view encounter_id;
    SourceRow row;
    util::KeyedHash record_hash{}; // of the record at that position, as it was in the feed
    bool of_other_feed = false;    // its encounter is
    bool from_findings = false;
};

struct SourceFinding {
    SourceRow row;
    bool of_other_feed = false;
};

// The key of a report: several studies can have the same id.
struct ReportKey {
    std::string_view encounter_id;
    std::string_view report_id;

    friend bool operator==(const ReportKey&, const ReportKey&) = default;
};

struct ReportKeyHash {
    std::size_t operator()(const ReportKey& key) const noexcept {
        const std::hash<std::string_view> hash;
        return hash(key.encounter_id) * 31 + hash(key.report_id);
    }
};

struct FindingKey {
    std::string_view encounter_id;
    std::string_view finding_id;

    friend bool operator==(const FindingKey&, const FindingKey&) = default;
};

struct FindingKeyHash {
    std::size_t operator()(const FindingKey& key) const noexcept {
        const std::hash<std::string_view> hash;
        return hash(key.encounter_id) * 31 + hash(key.finding_id);
    }
};

// Views point into `rows`, which belong to it.
struct SourceRows {
    std::unordered_map<std::string_view, SourceEncounter> encounters;
    std::unordered_map<std::string_view, SourceProcedure> procedures; // by procedure_id
    std::unordered_map<ReportKey, SourceRow, ReportKeyHash> reports;
    std::unordered_map<FindingKey, SourceFinding, FindingKeyHash> findings;
    std::vector<pg::Result> rows;
};

// What is looked up. In any order, and more than once.
struct SourceKeys {
    std::vector<std::string_view> encounters; // with their reports
    std::vector<std::string_view> procedures;
    bool findings = false; // those of the encounters, too
};

// The keys of `records`. `written` holds every key of the store, so that others are left out; nullptr: none
// is.
[[nodiscard]] SourceKeys source_keys(std::span<const clinical::StudyRecord> records,
                                     const KeyFilter* written = nullptr);

// `feed`: whose records they are.
[[nodiscard]] SourceRows fetch_source_rows(pg::Connection& connection, std::string_view feed,
                                           SourceKeys keys);

} // namespace padchestd::store
