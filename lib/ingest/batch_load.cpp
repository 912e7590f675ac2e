#include "ingest/batch_load.h"

#include "ingest/database.h"
#include "ingest/draw_settings.h"
#include "log/event.h"
#include "pg/error.h"
#include "pg/migrator.h"
#include "pg/transaction.h"
#include "store/batch_ledger.h"
#include "util/step.h"
#include "util/time_text.h"

#include <algorithm>

namespace padchestd::ingest {

namespace {

constexpr std::string_view kForeignKeyViolation = "23503";

// Batches up to where an operator let the feed go on pass the breaker.
Verdict judge(const CircuitBreaker& breaker, const store::Checkpoint& from, const PreparedBatch& batch,
              const BatchTally& tally) {
    if (static_cast<std::int64_t>(batch.read.end.byte_offset) <= from.go_on_until) return {};
    return breaker.judge(tally, from.profile);
}

BatchTally tally_of(const PreparedBatch& batch, const store::LoadResult& result) {
    return {static_cast<std::int64_t>(batch.read.records.size()),
            static_cast<std::int64_t>(result.rejects.size()), batch.profile};
}

} // namespace

store::Checkpoint BatchLoad::target(const store::Checkpoint& from, const PreparedBatch& batch) const {
    store::Checkpoint to = from;
    to.position = batch.read.end;
    to.epoch = session_.epoch_after(from);
    to.batch_id = from.batch_id + 1;
    to.profile += batch.profile;
    to.read_to_end = source_.is_at_end(batch.read);
    to.identity = source_.tailer().identity(batch.read.end.byte_offset);
    to.committed_at = util::rfc3339(clock_.now());
    return to;
}

store::LoadResult BatchLoad::load(const store::Checkpoint& to, const PreparedBatch& batch,
                                  References references) {
    const auto& header = source_.tailer().header();
    const auto reject = [&](const clinical::StudyRecord& study, std::string_view reason,
                            std::string_view column) {
        auto made = make_reject(source_.mapping(), header, record_of(batch.read, study), reason, column);
        made.encounter_id = study.encounter.encounter_id; // a mapping alone does not know keyed ones
        made.procedure_id = study.procedure.procedure_id;
        return made;
    };
    const auto vectors = session_.hold_vectors();
    const auto& draw = session_.hold_draw();
    refuse_other_draw(settings_, draw.how());
    auto choice = draw.how() == clinical::Draw::by_patient
                      ? store::PatientChoice(draw, session_.assignment_book(), settings_.feed.facility)
                      : store::PatientChoice(draw);
    auto result = store::load_studies(
        session_.connection(), batch.studies,
        {source_.mapping(), choice, settings_.feed.name, settings_.feed.facility, to.committed_at,
         [this](const auto& study) { return session_.hash_key()(study.record_hash); }, nullptr,
         references == References::read_again, reject, vectors ? &*vectors : nullptr,
         session_.written_keys()});
    result.rejects.insert(result.rejects.end(), batch.rejects.begin(), batch.rejects.end());
    std::sort(result.rejects.begin(), result.rejects.end(),
              [](const auto& a, const auto& b) { return a.byte_offset < b.byte_offset; });
    return result;
}

void BatchLoad::keep_books(const store::Checkpoint& from, const store::Checkpoint& to,
                           const PreparedBatch& batch, const store::LoadResult& result,
                           const std::string& started_at) {
    auto& connection = session_.connection();
    const auto& feed = settings_.feed.name;
    store::quarantine(connection, session_.hash_key(), feed, to.generation, to.batch_id, result.rejects,
                      to.committed_at);
    store::note_later_records(connection, feed, to.generation, batch.studies);
    store::LedgerEntry entry;
    entry.feed = feed;
    entry.batch_id = to.batch_id;
    entry.generation = to.generation;
    entry.start_offset = from.position.byte_offset;
    entry.end_offset = to.position.byte_offset;
    entry.first_row = from.position.record_number;
    entry.last_row = to.position.record_number;
    entry.header_bytes = batch.read.start.byte_offset - from.position.byte_offset;
    entry.bytes_hash = session_.hash_key()(batch.read.bytes_hash);
    entry.epoch = to.epoch;
    entry.started_at = started_at;
    entry.committed_at = to.committed_at;
    store::write_ledger(connection, entry, result);
}

BatchReport BatchLoad::run(const store::Checkpoint& from, const PreparedBatch& batch,
                           const CircuitBreaker& breaker) {
    try {
        return attempt(from, batch, breaker, References::as_known);
    } catch (const pg::Error& error) {
        if (error.sqlstate() != kForeignKeyViolation) throw;
    }
    // A reference row is gone that was seen before: it is written again, and only then is a record blamed.
    log::event(log::Level::warning, "references_read_again", {{"batch", from.batch_id + 1}});
    session_.forget_references();
    write_references(session_.connection(), settings_, source_.mapping(), util::rfc3339(clock_.now()));
    return attempt(from, batch, breaker, References::read_again);
}

BatchReport BatchLoad::attempt(const store::Checkpoint& from, const PreparedBatch& batch,
                               const CircuitBreaker& breaker, References references) {
    auto& connection = session_.connection();
    const auto& feed = settings_.feed.name;
    const std::string started_at = util::rfc3339(clock_.now());
    const store::Checkpoint to = target(from, batch);
    store::add_unknown_terms(connection, batch.studies, session_.known_terms(), started_at);
    util::step("batch_begin");
    pg::Transaction transaction(connection);
    if (store::advance_checkpoint(connection, feed, from, to) == store::Advance::overtaken)
        return {BatchEnd::overtaken, from, {}, {}, {}};
    util::step("checkpoint_advanced");
    pg::refuse_newer_schema(connection, pg::built_in_migrations());
    BatchReport report{BatchEnd::committed, to, load(to, batch, references), {}, {}};
    report.tally = tally_of(batch, report.result);
    report.verdict = judge(breaker, from, batch, report.tally);
    if (report.verdict.suspicion != Suspicion::none) {
        report.end = BatchEnd::tripped;
        report.checkpoint = from;
        return report;
    }
    keep_books(from, to, batch, report.result, started_at);
    // After all else, so that the identity in the checkpoint, too, is of what was parsed.
    util::step("feed_checked");
    if (!source_.still_holds(from, batch.read)) {
        report.end = BatchEnd::replaced;
        report.checkpoint = from;
        return report;
    }
    util::step("batch_commit");
    transaction.commit();
    util::step("batch_done");
    session_.claimed(to.epoch);
    return report;
}

} // namespace padchestd::ingest
