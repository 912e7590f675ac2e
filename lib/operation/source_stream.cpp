#include "operation/source_stream.h"

#include <utility>

namespace padchestd::operation {

namespace {

constexpr int kRowsAtOnce = 10'000;

store::SourceRow row_of(const pg::Result& rows, int row, int hash, std::int32_t generation) {
    return {util::content_hash_from_hex(rows.text(row, hash)), {generation, rows.integer(row, 0)}};
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
    at_end_ = chunks_.back().rows() < kRowsAtOnce;
    return !chunks_.back().empty();
}

template<typename Add>
void SourceStream::Cursor::take(std::uint64_t end, Add add) {
    if (chunks_.size() > 1) chunks_.erase(chunks_.begin(), chunks_.end() - 1);
    for (;; ++row_) {
        const bool needs_more = chunks_.empty() || row_ == chunks_.back().rows();
        if (needs_more && !fetch()) return;
        const pg::Result& chunk = chunks_.back();
        if (static_cast<std::uint64_t>(chunk.integer(row_, 0)) >= end) return;
        add(chunk, row_);
    }
}

SourceStream::SourceStream(pg::Connection& connection, std::int32_t generation)
    : generation_(generation)
    , encounters_(connection, generation, "audited_encounters",
                  "encounter_id, encode(content_hash, 'hex') from ods.encounters")
    , procedures_(connection, generation, "audited_procedures",
                  "procedure_id, encode(content_hash, 'hex'), encode(record_hash, 'hex') from ods.procedures")
    , reports_(connection, generation, "audited_reports",
               "encounter_id, report_id, encode(content_hash, 'hex') from ods.reports") {}

const store::SourceRows& SourceStream::up_to(std::uint64_t end) {
    rows_.encounters.clear();
    rows_.procedures.clear();
    rows_.reports.clear();
    encounters_.take(end, [this](const pg::Result& chunk, int row) {
        rows_.encounters.emplace(chunk.text(row, 1),
                                 store::SourceEncounter{row_of(chunk, row, 2, generation_), false, {}});
    });
    procedures_.take(end, [this](const pg::Result& chunk, int row) {
        rows_.procedures.emplace(chunk.text(row, 1),
                                 store::SourceProcedure{{},
                                                        row_of(chunk, row, 2, generation_),
                                                        {util::content_hash_from_hex(chunk.text(row, 3))},
                                                        false,
                                                        false});
    });
    reports_.take(end, [this](const pg::Result& chunk, int row) {
        rows_.reports.emplace(store::ReportKey{chunk.text(row, 1), chunk.text(row, 2)},
                              row_of(chunk, row, 3, generation_));
    });
    return rows_;
}

} // namespace padchestd::operation
