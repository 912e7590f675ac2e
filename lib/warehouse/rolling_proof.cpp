#include "warehouse/rolling_proof.h"

#include "pg/transaction.h"
#include "util/step.h"
#include "util/time_text.h"
#include "warehouse/sql.h"
#include "warehouse/update.h"

#include <algorithm>

namespace padchestd::warehouse {

namespace {

// A section that this program has not begins the turn again: another version stored it.
const Section* find_section(std::string_view name) {
    const auto sections = proof_sections();
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const Section& section) { return section.name == name; });
    return found == sections.end() ? nullptr : &*found;
}

struct Position {
    std::int64_t turn;
    const Section* section;
    std::string after;
    std::int64_t parts;
};

Position position(pg::Connection& connection) {
    const Section& first = proof_sections().front();
    const auto state = proof_state(connection);
    if (!state) return {1, &first, std::string(first.start), 0};
    if (const Section* section = find_section(state->section))
        return {state->turn, section, state->after, state->parts};
    return {state->turn, &first, std::string(first.start), state->parts};
}

// Where the part after this one begins; the turn has ended where that is the first of all.
Position next(const Position& now, const KeyRange& part) {
    if (part.last) return {now.turn, now.section, *part.last, now.parts + 1};
    const auto sections = proof_sections();
    const Section* const following = now.section + 1;
    if (following != sections.data() + sections.size())
        return {now.turn, following, std::string(following->start), now.parts + 1};
    return {now.turn + 1, sections.data(), std::string(sections.front().start), 0};
}

void keep_difference(pg::Connection& connection, const Difference& one, std::int64_t turn,
                     const std::string& now) {
    connection.query("keep a difference of the warehouse", sql::rolling_keep_difference,
                     {one.table, turn, one.missing_rows, one.surplus_rows, now});
}

// What an earlier turn found and this one did not is mended.
std::int64_t end_turn(pg::Connection& connection, std::int64_t turn) {
    connection.query("forget mended differences",
                     "delete from ingest.warehouse_difference where turn <> $1::bigint", {turn});
    return connection.query("count the differences", "select count(*) from ingest.warehouse_difference")
        .value()
        .integer();
}

} // namespace

std::optional<ProofState> proof_state(pg::Connection& connection) {
    const auto rows = connection.query("read where the proof of the warehouse is",
                                       "select turn, section, after_key, parts from ingest.warehouse_proof");
    if (rows.empty()) return std::nullopt;
    const pg::Row row = rows.only();
    return ProofState{row["turn"].integer(), row["section"].string(), row["after_key"].string(),
                      row["parts"].integer()};
}

std::optional<util::WallTime> last_part_at(pg::Connection& connection) {
    const auto rows =
        connection.query("look for the last part of the proof",
                         "select extract(epoch from coalesce((select part_at from ingest.warehouse_proof), "
                         "rebuilt_at))::double "
                         "precision as seconds from ingest.warehouse_state where rebuilt_at is not null");
    if (rows.empty()) return std::nullopt;
    const std::chrono::duration<double> since_1970(rows.only()["seconds"].number());
    return util::WallTime(std::chrono::duration_cast<util::WallTime::duration>(since_1970));
}

std::optional<ProvedPart> prove_part(pg::Connection& connection, const util::Clock& clock,
                                     std::int64_t rows) {
    util::step("proof_begin");
    pg::Transaction transaction(connection, pg::Isolation::repeatable_read);
    connection.script("prepare a part of the proof", sql::rolling_prepare);
    if (!nothing_to_do(connection)) return std::nullopt;
    const Position now = position(connection);
    const KeyRange range = next_part(connection, *now.section, now.after, rows);
    ProvedPart part{.turn = now.turn, .section = std::string(now.section->name), .parts = now.parts + 1};
    const std::string at = util::rfc3339(clock.now());
    for (const Proof& proof : now.section->proofs) {
        Difference found = compare(connection, proof, range);
        if (found.missing_rows == 0 && found.surplus_rows == 0) continue;
        keep_difference(connection, found, now.turn, at);
        part.differences.push_back(std::move(found));
    }
    util::step("proof_compared");
    const Position then = next(now, range);
    part.turn_ended = then.turn != now.turn;
    if (part.turn_ended) part.different_tables = end_turn(connection, now.turn);
    connection.query("keep where the proof of the warehouse is", sql::rolling_keep_position,
                     {now.turn, then.section->name, then.after, at, part.turn_ended});
    util::step("proof_commit");
    transaction.commit();
    util::step("proof_done");
    return part;
}

// Five of the sections are cut, by studies, by labels (two to three a study) or by patients.
std::int64_t parts_at_most(pg::Connection& connection, std::int64_t rows) {
    const auto sizes = connection.query("look at the warehouse's size",
                                        "select encounters, patients from ingest.warehouse_state");
    if (sizes.empty()) return 1;
    const pg::Row size = sizes.only();
    return 7 * (size["encounters"].integer() / rows + 1) + size["patients"].integer() / rows;
}

void keep_differences(pg::Connection& connection, const std::vector<Difference>& found,
                      const util::Clock& clock) {
    connection.script("forget the differences of the warehouse", "delete from ingest.warehouse_difference");
    for (const Difference& one : found) keep_difference(connection, one, 0, util::rfc3339(clock.now()));
}

} // namespace padchestd::warehouse
