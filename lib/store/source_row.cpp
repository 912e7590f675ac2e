#include "store/source_row.h"

#include <algorithm>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;

using Keys = std::vector<std::string_view>;

template<typename Key>
Keys distinct_keys(std::span<const StudyRecord> records, Key key, KeyFilter::Kind kind,
                   const KeyFilter* written) {
    Keys keys;
    keys.reserve(written == nullptr ? records.size() : 0);
    for (const StudyRecord& record : records) {
        if (written == nullptr || written->may_hold(kind, key(record))) keys.push_back(key(record));
    }
    std::sort(keys.begin(), keys.end()); // in the index's order: neighbours share pages
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// Columns: content_hash as hex, source_generation, source_offset, from `first` on.
SourceRow source_row(const pg::Result& rows, int row, int first) {
    return {util::content_hash_from_hex(rows.text(row, first)),
            {static_cast<std::int32_t>(rows.integer(row, first + 1)), rows.integer(row, first + 2)}};
}

void fetch_encounters(pg::Connection& connection, std::string_view feed, const std::string& keys,
                      SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up encounters",
        "select encounter_id, encode(content_hash, 'hex'), source_generation, source_offset, "
        "feed <> $2, birth_date, from_findings from ods.encounters left join ods.patients using (patient_id) "
        "where encounter_id = any($1::text[])",
        {keys, feed}));
    for (int i = 0; i < rows.rows(); ++i)
        found.encounters.emplace(rows.text(i, 0), SourceEncounter{source_row(rows, i, 1), rows.boolean(i, 4),
                                                                  clinical::parse_iso_date(rows.text(i, 5)),
                                                                  rows.boolean(i, 6)});
}

void fetch_procedures(pg::Connection& connection, std::string_view feed, const std::string& keys,
                      SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up procedures",
        "select procedure_id, encounter_id, encode(procedures.content_hash, 'hex'), "
        "procedures.source_generation, procedures.source_offset, encode(record_hash, 'hex'), "
        "coalesce(feed <> $2, false), procedures.from_findings from ods.procedures left join ods.encounters "
        "using (encounter_id) "
        "where procedure_id = any($1::text[])",
        {keys, feed}));
    for (int i = 0; i < rows.rows(); ++i)
        found.procedures.emplace(rows.text(i, 0),
                                 SourceProcedure{rows.text(i, 1),
                                                 source_row(rows, i, 2),
                                                 {util::content_hash_from_hex(rows.text(i, 5))},
                                                 rows.boolean(i, 6),
                                                 rows.boolean(i, 7)});
}

void fetch_reports(pg::Connection& connection, const std::string& encounters, SourceRows& found) {
    const auto& rows = found.rows.emplace_back(
        connection.query("look up reports",
                         "select encounter_id, report_id, encode(content_hash, 'hex'), source_generation, "
                         "source_offset from ods.reports where encounter_id = any($1::text[])",
                         {encounters}));
    for (int i = 0; i < rows.rows(); ++i)
        found.reports.emplace(ReportKey{rows.text(i, 0), rows.text(i, 1)}, source_row(rows, i, 2));
}

void fetch_findings(pg::Connection& connection, std::string_view feed, const std::string& encounters,
                    SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up findings",
        "select encounter_id, finding_id, encode(content_hash, 'hex') as content_hash, source_generation, "
        "source_offset, feed <> $2 as of_other_feed from ods.findings where encounter_id = any($1::text[])",
        {encounters, feed}));
    for (const auto row : rows) {
        const SourceRow source{
            util::content_hash_from_hex(row["content_hash"].text()),
            {row["source_generation"].integer<std::int32_t>(), row["source_offset"].integer()}};
        found.findings.emplace(FindingKey{row["encounter_id"].text(), row["finding_id"].text()},
                               SourceFinding{source, row["of_other_feed"].boolean()});
    }
}

bool has_findings(std::span<const StudyRecord> records) {
    return std::any_of(records.begin(), records.end(),
                       [](const StudyRecord& record) { return record.finding != nullptr; });
}

} // namespace

SourceRows fetch_source_rows(pg::Connection& connection, std::string_view feed,
                             std::span<const StudyRecord> records, const KeyFilter* written) {
    SourceRows found;
    const Keys encounters = distinct_keys(
        records, [](const auto& record) { return record.encounter.encounter_id; }, KeyFilter::Kind::encounter,
        written);
    const Keys images = distinct_keys(
        records, [](const auto& record) { return record.procedure.procedure_id; }, KeyFilter::Kind::procedure,
        written);
    found.rows.reserve(4); // the views point into it
    if (!encounters.empty()) {
        const std::string keys = pg::text_array(encounters);
        fetch_encounters(connection, feed, keys, found);
        fetch_reports(connection, keys, found);
        if (has_findings(records)) fetch_findings(connection, feed, keys, found);
    }
    if (!images.empty()) fetch_procedures(connection, feed, pg::text_array(images), found);
    return found;
}

} // namespace padchestd::store
