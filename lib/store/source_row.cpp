#include "store/source_row.h"

#include <algorithm>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;

template<typename Key>
std::string distinct_keys(std::span<const StudyRecord> records, Key key) {
    std::vector<std::string_view> keys;
    keys.reserve(records.size());
    for (const StudyRecord& record : records) keys.push_back(key(record));
    std::sort(keys.begin(), keys.end()); // in the index's order: neighbours share pages
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return pg::text_array(keys);
}

// Columns: content_hash as hex, source_generation, source_offset, from `first` on.
SourceRow source_row(const pg::Result& rows, int row, int first) {
    return {util::content_hash_from_hex(rows.text(row, first)),
            {static_cast<std::int32_t>(rows.integer(row, first + 1)), rows.integer(row, first + 2)}};
}

} // namespace

SourceRows fetch_source_rows(pg::Connection& connection, std::string_view feed,
                             std::span<const StudyRecord> records) {
    SourceRows found;
    const std::string encounters =
        distinct_keys(records, [](const auto& record) { return record.encounter.encounter_id; });
    const std::string images =
        distinct_keys(records, [](const auto& record) { return record.procedure.procedure_id; });
    found.rows.push_back(connection.query(
        "look up encounters",
        "select encounter_id, encode(content_hash, 'hex'), source_generation, source_offset, "
        "feed <> $2, birth_date from ods.encounters left join ods.patients using (patient_id) "
        "where encounter_id = any($1::text[])",
        {encounters, feed}));
    found.rows.push_back(connection.query(
        "look up procedures",
        "select procedure_id, encounter_id, encode(procedures.content_hash, 'hex'), "
        "procedures.source_generation, procedures.source_offset, encode(record_hash, 'hex'), "
        "coalesce(feed <> $2, false) from ods.procedures left join ods.encounters using (encounter_id) "
        "where procedure_id = any($1::text[])",
        {images, feed}));
    found.rows.push_back(
        connection.query("look up reports",
                         "select encounter_id, report_id, encode(content_hash, 'hex'), source_generation, "
                         "source_offset from ods.reports where encounter_id = any($1::text[])",
                         {encounters}));
    for (int i = 0; i < found.rows[0].rows(); ++i)
        found.encounters.emplace(found.rows[0].text(i, 0),
                                 SourceEncounter{source_row(found.rows[0], i, 1), found.rows[0].boolean(i, 4),
                                                 clinical::parse_iso_date(found.rows[0].text(i, 5))});
    for (int i = 0; i < found.rows[1].rows(); ++i)
        found.procedures.emplace(found.rows[1].text(i, 0),
                                 SourceProcedure{found.rows[1].text(i, 1),
                                                 source_row(found.rows[1], i, 2),
                                                 {util::content_hash_from_hex(found.rows[1].text(i, 5))},
                                                 found.rows[1].boolean(i, 6)});
    for (int i = 0; i < found.rows[2].rows(); ++i)
        found.reports.emplace(ReportKey{found.rows[2].text(i, 0), found.rows[2].text(i, 1)},
                              source_row(found.rows[2], i, 2));
    return found;
}

} // namespace padchestd::store
