#include "store/row_tables.h"

#include "store/report_vectors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace padchestd::store {

namespace {

using clinical::StudyRecord;
using nlohmann::json;

// A report, with what the text model makes of it.
struct ReportRow {
    const StudyRecord* record;
    text::Placed placed;
};

// A column and the value that a row of the upsert's JSON has in it. The members of a table stay in the order
// in which COPY writes them (study_rows.cpp, report_vectors.cpp).
template<typename Write>
struct RowColumn {
    using Value = json (*)(const Write&, const RowStamp&);

    // Both: a column without its value does not compile.
    constexpr RowColumn(UpsertColumn the_column, Value the_value)
        : column(the_column)
        , value(the_value) {}

    UpsertColumn column;
    Value value;
};

std::string bytea(const util::ContentHash& hash) {
    return "\\x" + util::hex(hash);
}

template<typename Optional>
json or_null(const Optional& value) {
    return value ? json(*value) : json(nullptr);
}

template<typename Write>
json encounter_id(const Write& write, const RowStamp&) {
    return write.record->encounter.encounter_id;
}
template<typename Write>
json generation(const Write& write, const RowStamp&) {
    return write.record->position.generation;
}
template<typename Write>
json offset(const Write& write, const RowStamp&) {
    return write.record->position.byte_offset;
}
template<typename Write>
json updated_at(const Write&, const RowStamp& stamp) {
    return stamp.at;
}
template<typename Write>
json from_findings(const Write& write, const RowStamp&) {
    return write.record->finding != nullptr;
}

// clang-format off
constexpr auto kEncounterColumns = std::to_array<RowColumn<EncounterWrite>>({
    {{"encounter_id", OnChange::is_key}, encounter_id},
    {{"feed", OnChange::kept_unless_taken}, [](const EncounterWrite&, const RowStamp& stamp) -> json { return stamp.feed; }},
    {{"patient_id", OnChange::kept_unless_given}, [](const EncounterWrite& write, const RowStamp&) { return write.patient_id.empty() ? json(nullptr) : json(write.patient_id); }},
    {{"facility_id", OnChange::kept_unless_taken}, [](const EncounterWrite&, const RowStamp& stamp) -> json { return stamp.facility_id; }},
    {{"encounter_date"}, [](const EncounterWrite& write, const RowStamp&) -> json { return clinical::iso_text(write.record->encounter.date); }},
    {{"pediatric"}, [](const EncounterWrite& write, const RowStamp&) -> json { return write.record->encounter.pediatric; }},
    {{"content_hash"}, [](const EncounterWrite& write, const RowStamp&) -> json { return bytea(write.record->encounter.content_hash); }},
    {{"source_generation"}, generation},
    {{"source_offset"}, offset},
    {{"updated_at"}, updated_at},
    {{"from_findings"}, from_findings},
});

// The format's own columns come between the first two and the others.
constexpr auto kProcedureKey = std::to_array<RowColumn<RowWrite>>({
    {{"encounter_id", OnChange::is_key}, encounter_id},
    {{"procedure_id", OnChange::is_key}, [](const RowWrite& write, const RowStamp&) -> json { return write.record->procedure.procedure_id; }},
});
constexpr auto kProcedureColumns = std::to_array<RowColumn<RowWrite>>({
    {{"record_hash"}, [](const RowWrite& write, const RowStamp& stamp) -> json { return bytea(stamp.record_hash(*write.record).mac); }},
    {{"content_hash"}, [](const RowWrite& write, const RowStamp&) -> json { return bytea(write.record->procedure.content_hash); }},
    {{"source_generation"}, generation},
    {{"source_offset"}, offset},
    {{"updated_at"}, updated_at},
    {{"from_findings"}, from_findings},
});

// Those of Finding::values come after them.
constexpr auto kFindingColumns = std::to_array<RowColumn<FindingWrite>>({
    {{"encounter_id", OnChange::is_key}, encounter_id},
    {{"finding_id", OnChange::is_key}, [](const FindingWrite& write, const RowStamp&) -> json { return write.record->finding->finding_id; }},
    {{"procedure_id"}, [](const FindingWrite& write, const RowStamp&) -> json { return write.record->procedure.procedure_id; }},
    {{"feed"}, [](const FindingWrite&, const RowStamp& stamp) -> json { return stamp.feed; }},
    {{"diagnosis_code"}, [](const FindingWrite& write, const RowStamp&) -> json { return write.record->finding->diagnosis_code; }},
    {{"localizations"}, [](const FindingWrite& write, const RowStamp&) -> json { return write.record->finding->locations->codes; }},
    {{"content_hash"}, [](const FindingWrite& write, const RowStamp&) -> json { return bytea(write.record->finding->content_hash); }},
    {{"source_generation"}, generation},
    {{"source_offset"}, offset},
    {{"updated_at"}, updated_at},
});

constexpr auto kReportColumns = std::to_array<RowColumn<ReportRow>>({
    {{"encounter_id", OnChange::is_key}, encounter_id},
    {{"report_id", OnChange::is_key}, [](const ReportRow& row, const RowStamp&) -> json { return row.record->report->report_id; }},
    {{"report_text"}, [](const ReportRow& row, const RowStamp&) { return or_null(row.record->report->text); }},
    {{"language", OnChange::kept}, [](const ReportRow&, const RowStamp& stamp) -> json { return stamp.language; }},
    {{"label_method"}, [](const ReportRow& row, const RowStamp&) { return or_null(row.record->report->label_method); }},
    {{"content_hash"}, [](const ReportRow& row, const RowStamp&) -> json { return bytea(row.record->report->content_hash); }},
    {{"source_generation"}, generation},
    {{"source_offset"}, offset},
    {{"updated_at"}, updated_at},
    {{"embedding_model", OnChange::replaced_when}, [](const ReportRow&, const RowStamp& stamp) { return stamp.vectors == nullptr ? json(nullptr) : json(stamp.vectors->model_id); }},
    {{"text_cluster", OnChange::replaced_when}, [](const ReportRow& row, const RowStamp&) { return or_null(row.placed.cluster); }},
    // JSON's array is what both pgvector and real[] read.
    {{"embedding", OnChange::replaced_when}, [](const ReportRow& row, const RowStamp&) { return or_null(row.placed.embedding); }},
});
// clang-format on

// A new text makes the old embedding wrong: without a text model it is emptied, to be computed again.
constexpr std::string_view kNewVector =
    "excluded.embedding_model is not null or stored.report_text is distinct from excluded.report_text";

template<typename Columns>
consteval bool is_complete(const Columns& columns) {
    return std::all_of(columns.begin(), columns.end(),
                       [](const auto& one) { return !one.column.name.empty(); });
}
static_assert(is_complete(kEncounterColumns) && is_complete(kProcedureKey) &&
                  is_complete(kProcedureColumns) && is_complete(kFindingColumns) &&
                  is_complete(kReportColumns),
              "a column of the store lacks its name");

template<typename Columns>
void append(std::vector<UpsertColumn>& all, const Columns& columns) {
    for (const auto& one : columns) all.push_back(one.column);
}

template<typename Columns, typename Write>
void set(json& row, const Columns& columns, const Write& write, const RowStamp& stamp) {
    for (const auto& one : columns) row[std::string(one.column.name)] = one.value(write, stamp);
}

} // namespace

UpsertTable encounter_table() {
    UpsertTable table{.name = "ods.encounters",
                      .columns = {},
                      .replaced_when = {},
                      .taken = "stored.from_findings",
                      .owner = "feed"};
    append(table.columns, kEncounterColumns);
    return table;
}

UpsertTable procedure_table(std::span<const clinical::ImageColumn> image_columns) {
    UpsertTable table{.name = "ods.procedures", .columns = {}, .replaced_when = {}, .taken = {}, .owner = {}};
    append(table.columns, kProcedureKey);
    for (const auto& column : image_columns) table.columns.push_back({column.column});
    append(table.columns, kProcedureColumns);
    return table;
}

UpsertTable report_table(WithVectors vectors) {
    UpsertTable table{
        .name = "ods.reports", .columns = {}, .replaced_when = kNewVector, .taken = {}, .owner = {}};
    append(table.columns, kReportColumns);
    if (vectors == WithVectors::no)
        std::erase_if(table.columns,
                      [](const UpsertColumn& one) { return one.on_change == OnChange::replaced_when; });
    return table;
}

UpsertTable finding_table() {
    UpsertTable table{.name = "ods.findings", .columns = {}, .replaced_when = {}, .taken = {}, .owner = {}};
    append(table.columns, kFindingColumns);
    for (const auto column : clinical::kFindingColumns) table.columns.push_back({column});
    return table;
}

std::string encounters_json(std::span<const EncounterWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const EncounterWrite& write : writes) set(rows.emplace_back(), kEncounterColumns, write, stamp);
    return rows.dump();
}

std::string procedures_json(std::span<const RowWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const RowWrite& write : writes) {
        json& row = rows.emplace_back();
        set(row, kProcedureKey, write, stamp);
        for (std::size_t i = 0; i < stamp.image_columns.size(); ++i)
            row[std::string(stamp.image_columns[i].column)] = or_null(write.record->procedure.values[i]);
        set(row, kProcedureColumns, write, stamp);
    }
    return rows.dump();
}

std::string reports_json(std::span<const RowWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const RowWrite& write : writes) {
        ReportRow row{write.record, {}};
        if (stamp.vectors != nullptr)
            row.placed = stamp.vectors->model.place(write.record->report->text, stamp.language);
        set(rows.emplace_back(), kReportColumns, row, stamp);
    }
    return rows.dump();
}

std::string findings_json(std::span<const FindingWrite> writes, const RowStamp& stamp) {
    json rows = json::array();
    for (const FindingWrite& write : writes) {
        json& row = rows.emplace_back();
        set(row, kFindingColumns, write, stamp);
        const auto& values = write.record->finding->values;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool is_json = i == clinical::boxes || i == clinical::extra_boxes;
            row[std::string(clinical::kFindingColumns.at(i))] =
                is_json && values.at(i) ? json::parse(*values.at(i)) : or_null(values.at(i));
        }
    }
    return rows.dump();
}

} // namespace padchestd::store
