#include "ingest/proof_watch.h"

#include "log/event.h"
#include "pg/cluster.h"
#include "pg/error.h"
#include "warehouse/rolling_proof.h"

#include <algorithm>

namespace padchestd::ingest {

namespace {

void log_part(const warehouse::ProvedPart& part) {
    for (const auto& one : part.differences)
        log::event(log::Level::warning, "warehouse_difference",
                   {{"table", one.table},
                    {"missing_rows", one.missing_rows},
                    {"surplus_rows", one.surplus_rows},
                    {"turn", part.turn},
                    {"section", part.section},
                    {"hint", "`padchestd refresh --full` mends it; who may write to dwh?"}});
    if (part.turn_ended)
        log::event(log::Level::info, "warehouse_proved",
                   {{"turn", part.turn}, {"parts", part.parts}, {"different_tables", part.different_tables}});
}

} // namespace

void ProofWatch::look(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock,
                      bool busy) {
    if (settings.verify.every.count() == 0) return;
    const auto now = clock.steady();
    if (!due_) due_ = due(connection, settings, clock);
    if (!due_ || now < *due_ || (busy && now < *due_ + interval_)) return;
    try {
        prove(connection, clock);
    } catch (const pg::Interrupted&) {
        throw;
    } catch (const util::Failure& failure) {
        if (connection.broken()) throw;
        log::event(log::Level::warning, "warehouse_unproved",
                   {{"problem", failure.problem().what}, {"hint", failure.problem().hint}});
        due_ = now + interval_;
    }
}

// Nothing where there is no warehouse yet, or on a cluster.
std::optional<util::SteadyTime> ProofWatch::due(pg::Connection& connection, const config::Settings& settings,
                                                const util::Clock& clock) {
    using std::chrono::milliseconds;
    if (pg::is_cluster(connection)) return std::nullopt;
    const auto last = warehouse::last_part_at(connection);
    if (!last) return std::nullopt;
    interval_ = std::max(milliseconds(1), settings.verify.every / warehouse::parts_at_most(connection));
    const auto passed = std::chrono::duration_cast<milliseconds>(clock.now() - *last);
    // A time far ahead was written by a clock that was wrong.
    const auto wait = passed.count() < 0 && -passed > interval_ ? milliseconds(0) : interval_ - passed;
    return clock.steady() + wait;
}

void ProofWatch::prove(pg::Connection& connection, const util::Clock& clock) {
    const auto part = warehouse::prove_part(connection, clock);
    if (!part) return; // a refresh comes first: at the next cycle
    log_part(*part);
    due_.reset();
}

} // namespace padchestd::ingest
