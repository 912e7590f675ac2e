#include "operation/source_stream.h"

#include <utility>

namespace padchestd::operation {

namespace {

constexpr std::size_t kRowsAtOnce = 4'000;

} // namespace

store::SourceRow SourceStream::source_row(const pg::Row& row, const Columns& columns) const {
    return {util::content_hash_from_hex(row[columns.content_hash].text()),
            {generation_, row[columns.offset].integer()}};
}

// `select` ends with the table's name.
SourceStream::Cursor::Cursor(pg::Connection& connection, std::int32_t generation, std::string name,
                             std::string_view id, std::string_view own, std::string_view select)
    : connection_(connection)
    , name_(std::move(name) + "_" + std::to_string(generation))
    , id_(id)
    , own_(own) {
    connection_.query("read the store in feed order",
                      "declare " + name_ + " no scroll cursor for select source_offset, " +
                          std::string(select) + " where source_generation = $1 order by source_offset",
                      {generation});
}

// False at the end.
bool SourceStream::Cursor::fetch() {
    if (at_end_) return false;
    chunks_.push_back(connection_.query("read the store in feed order",
                                        "fetch " + std::to_string(kRowsAtOnce) + " from " + name_));
    const pg::Result& chunk = chunks_.back();
    columns_ = {chunk.column("source_offset"), chunk.column("content_hash"), chunk.column(id_),
                chunk.column(own_)};
    row_ = 0;
    at_end_ = chunk.size() < kRowsAtOnce;
    return !chunk.empty();
}

template<typename Add>
void SourceStream::Cursor::take(std::uint64_t end, Add add) {
    if (chunks_.size() > 1) chunks_.erase(chunks_.begin(), chunks_.end() - 1);
    for (;; ++row_) {
        const bool needs_more = chunks_.empty() || row_ == chunks_.back().size();
        if (needs_more && !fetch()) return;
        const pg::Row row = chunks_.back()[row_];
        if (row[columns_.offset].integer<std::uint64_t>() >= end) return;
        add(row, columns_);
    }
}

SourceStream::SourceStream(pg::Connection& connection, std::int32_t generation)
    : generation_(generation)
    , encounters_(connection, generation, "audited_encounters", "encounter_id", "encounter_id",
                  "encounter_id, encode(content_hash, 'hex') as content_hash from ods.encounters")
    , procedures_(connection, generation, "audited_procedures", "procedure_id", "record_hash",
                  "procedure_id, encode(content_hash, 'hex') as content_hash, encode(record_hash, 'hex') as "
                  "record_hash from ods.procedures")
    , reports_(connection, generation, "audited_reports", "encounter_id", "report_id",
               "encounter_id, report_id, encode(content_hash, 'hex') as content_hash from ods.reports") {}

const store::SourceRows& SourceStream::up_to(std::uint64_t end) {
    rows_.encounters.clear();
    rows_.procedures.clear();
    rows_.reports.clear();
    encounters_.take(end, [this](const pg::Row& row, const Columns& of) {
        rows_.encounters.emplace(row[of.id].text(), store::SourceEncounter{source_row(row, of), false, {}});
    });
    procedures_.take(end, [this](const pg::Row& row, const Columns& of) {
        rows_.procedures.emplace(
            row[of.id].text(),
            store::SourceProcedure{
                {}, source_row(row, of), {util::content_hash_from_hex(row[of.own].text())}, false, false});
    });
    reports_.take(end, [this](const pg::Row& row, const Columns& of) {
        rows_.reports.emplace(store::ReportKey{row[of.id].text(), row[of.own].text()}, source_row(row, of));
    });
    return rows_;
}

} // namespace padchestd::operation
