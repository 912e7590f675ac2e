#include "store/source_row.h"

#include <algorithm>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;

std::string key_array(std::vector<std::string_view>& keys) {
    std::sort(keys.begin(), keys.end()); // in the index's order: neighbours share pages
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return pg::text_array(keys);
}

// The columns of a look-up that every table has.
struct SourceColumns {
    pg::Column content_hash, generation, offset;

    explicit SourceColumns(const pg::Result& rows)
        : content_hash(rows.column("content_hash"))
        , generation(rows.column("source_generation"))
        , offset(rows.column("source_offset")) {}

    [[nodiscard]] SourceRow read(const pg::Row& row) const {
        return {util::content_hash_from_hex(row[content_hash].text()),
                {row[generation].integer<std::int32_t>(), row[offset].integer()}};
    }
};

void fetch_encounters(pg::Connection& connection, std::string_view feed, const std::string& keys,
                      SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up encounters",
        "select encounter_id, encode(content_hash, 'hex') as content_hash, source_generation, source_offset, "
        "feed <> $2 as of_other_feed, birth_date, from_findings from ods.encounters left join ods.patients "
        "using "
        "(patient_id) "
        "where encounter_id = any($1::text[])",
        {keys, feed}));
    const SourceColumns source(rows);
    const pg::Column id = rows.column("encounter_id");
    const pg::Column of_other_feed = rows.column("of_other_feed");
    const pg::Column birth_date = rows.column("birth_date");
    const pg::Column from_findings = rows.column("from_findings");
    for (const pg::Row row : rows) {
        const auto born = row[birth_date].optional_text();
        found.encounters.emplace(row[id].text(),
                                 SourceEncounter{source.read(row), row[of_other_feed].boolean(),
                                                 born ? clinical::parse_iso_date(*born) : std::nullopt,
                                                 row[from_findings].boolean()});
    }
}

void fetch_procedures(pg::Connection& connection, std::string_view feed, const std::string& keys,
                      SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up procedures",
        "select procedure_id, encounter_id, encode(procedures.content_hash, 'hex') as content_hash, "
        "procedures.source_generation, procedures.source_offset, encode(record_hash, 'hex') as record_hash, "
        "coalesce(feed <> $2, false) as of_other_feed, procedures.from_findings from ods.procedures left "
        "join ods.encounters "
        "using (encounter_id) where procedure_id = any($1::text[])",
        {keys, feed}));
    const SourceColumns source(rows);
    const pg::Column id = rows.column("procedure_id");
    const pg::Column encounter = rows.column("encounter_id");
    const pg::Column record_hash = rows.column("record_hash");
    const pg::Column of_other_feed = rows.column("of_other_feed");
    const pg::Column from_findings = rows.column("from_findings");
    for (const pg::Row row : rows)
        found.procedures.emplace(row[id].text(),
                                 SourceProcedure{row[encounter].text(),
                                                 source.read(row),
                                                 {util::content_hash_from_hex(row[record_hash].text())},
                                                 row[of_other_feed].boolean(),
                                                 row[from_findings].boolean()});
}

void fetch_reports(pg::Connection& connection, const std::string& encounters, SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up reports",
        "select encounter_id, report_id, encode(content_hash, 'hex') as content_hash, source_generation, "
        "source_offset from ods.reports where encounter_id = any($1::text[])",
        {encounters}));
    const SourceColumns source(rows);
    const pg::Column encounter = rows.column("encounter_id");
    const pg::Column report = rows.column("report_id");
    for (const pg::Row row : rows)
        found.reports.emplace(ReportKey{row[encounter].text(), row[report].text()}, source.read(row));
}

void fetch_findings(pg::Connection& connection, std::string_view feed, const std::string& encounters,
                    SourceRows& found) {
    const auto& rows = found.rows.emplace_back(connection.query(
        "look up findings",
        "select encounter_id, finding_id, encode(content_hash, 'hex') as content_hash, source_generation, "
        "source_offset, feed <> $2 as of_other_feed from ods.findings where encounter_id = any($1::text[])",
        {encounters, feed}));
    const SourceColumns source(rows);
    const pg::Column encounter = rows.column("encounter_id");
    const pg::Column finding = rows.column("finding_id");
    const pg::Column of_other_feed = rows.column("of_other_feed");
    for (const pg::Row row : rows)
        found.findings.emplace(FindingKey{row[encounter].text(), row[finding].text()},
                               SourceFinding{source.read(row), row[of_other_feed].boolean()});
}

} // namespace

SourceKeys source_keys(std::span<const StudyRecord> records, const KeyFilter* written) {
    SourceKeys keys;
    if (written == nullptr) {
        keys.encounters.reserve(records.size());
        keys.procedures.reserve(records.size());
    }
    const auto may_be_there = [&](KeyFilter::Kind kind, std::string_view key) {
        return written == nullptr || written->may_hold(kind, key);
    };
    for (const StudyRecord& record : records) {
        const auto encounter = record.encounter.encounter_id;
        const auto procedure = record.procedure.procedure_id;
        if (may_be_there(KeyFilter::Kind::encounter, encounter)) keys.encounters.push_back(encounter);
        if (may_be_there(KeyFilter::Kind::procedure, procedure)) keys.procedures.push_back(procedure);
        keys.findings = keys.findings || record.finding != nullptr;
    }
    return keys;
}

SourceRows fetch_source_rows(pg::Connection& connection, std::string_view feed, SourceKeys keys) {
    SourceRows found;
    found.rows.reserve(4); // the views point into it
    if (!keys.encounters.empty()) {
        const std::string encounters = key_array(keys.encounters);
        fetch_encounters(connection, feed, encounters, found);
        fetch_reports(connection, encounters, found);
        if (keys.findings) fetch_findings(connection, feed, encounters, found);
    }
    if (!keys.procedures.empty()) fetch_procedures(connection, feed, key_array(keys.procedures), found);
    return found;
}

} // namespace padchestd::store
