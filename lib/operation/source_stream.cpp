#include "operation/source_stream.h"

#include <utility>

namespace padchestd::operation {

namespace {

constexpr std::size_t kRowsAtOnce = 10'000;

store::SourceRow source_row(const pg::Row& row, std::int32_t generation) {
    return {util::content_hash_from_hex(row["content_hash"].text()),
            {generation, row["source_offset"].integer()}};
}

} // namespace

// `columns` ends with the table's name.
SourceStream::Cursor::Cursor(pg::Connection& connection, std::int32_t generation, std::string name,
                             std::string_view columns)
    : connection_(connection)
    , name_(std::move(name) + "_" + std::to_string(generation)) {
    connection_.query("read the store in feed order",
                      "declare " + name_ + " no scroll cursor for select source_offset, " +
                          std::string(columns) + " where source_generation = $1 order by source_offset",
                      {generation});
}

// False at the end.
bool SourceStream::Cursor::fetch() {
    if (at_end_) return false;
    chunks_.push_back(connection_.query("read the store in feed order",
                                        "fetch " + std::to_string(kRowsAtOnce) + " from " + name_));
    row_ = 0;
    at_end_ = chunks_.back().size() < kRowsAtOnce;
    return !chunks_.back().empty();
}

template<typename Add>
void SourceStream::Cursor::take(std::uint64_t end, Add add) {
    if (chunks_.size() > 1) chunks_.erase(chunks_.begin(), chunks_.end() - 1);
    for (;; ++row_) {
        const bool needs_more = chunks_.empty() || row_ == chunks_.back().size();
        if (needs_more && !fetch()) return;
        const pg::Row row = chunks_.back()[row_];
        if (row["source_offset"].integer<std::uint64_t>() >= end) return;
        add(row);
    }
}

SourceStream::SourceStream(pg::Connection& connection, std::int32_t generation)
    : generation_(generation)
    , encounters_(connection, generation, "audited_encounters",
                  "encounter_id, encode(content_hash, 'hex') as content_hash from ods.encounters")
    , procedures_(connection, generation, "audited_procedures",
                  "procedure_id, encode(content_hash, 'hex') as content_hash, encode(record_hash, 'hex') as "
                  "record_hash "
                  "from ods.procedures")
    , reports_(connection, generation, "audited_reports",
               "encounter_id, report_id, encode(content_hash, 'hex') as content_hash from ods.reports") {}

const store::SourceRows& SourceStream::up_to(std::uint64_t end) {
    rows_.encounters.clear();
    rows_.procedures.clear();
    rows_.reports.clear();
    encounters_.take(end, [this](const pg::Row& row) {
        rows_.encounters.emplace(row["encounter_id"].text(),
                                 store::SourceEncounter{source_row(row, generation_), false, {}});
    });
    procedures_.take(end, [this](const pg::Row& row) {
        rows_.procedures.emplace(
            row["procedure_id"].text(),
            store::SourceProcedure{{},
                                   source_row(row, generation_),
                                   {util::content_hash_from_hex(row["record_hash"].text())},
                                   false,
                                   false});
    });
    reports_.take(end, [this](const pg::Row& row) {
        rows_.reports.emplace(store::ReportKey{row["encounter_id"].text(), row["report_id"].text()},
                              source_row(row, generation_));
    });
    return rows_;
}

} // namespace padchestd::operation
