#include "operation/plan.h"

#include "ingest/circuit_breaker.h"
#include "ingest/prepared_batch.h"
#include "operation/planned_rows.h"
#include "pg/migrator.h"
#include "pg/transaction.h"
#include "store/patient_pool.h"
#include "synthetic/patients.h"
#include "util/failure.h"

#include <algorithm>
#include <optional>
#include <set>

namespace padchestd::operation {

namespace {

// The pool that a run would draw from. Only whether anybody is born by a date matters to a plan, and the
// secret has no part in that.
clinical::PatientDraw seeded_pool(const config::PatientSettings& settings) {
    std::vector<clinical::PoolPatient> pool;
    for (const auto& patient : synthetic::synthetic_patients(settings.count, settings.seed))
        pool.push_back({patient.patient_id, patient.birth_date});
    return {util::Secret{}, std::move(pool)};
}

class Planner {
  public:
    Planner(pg::Connection& connection, const config::Settings& settings, const clinical::Mapping& mapping,
            const util::Clock& clock)
        : connection_(connection)
        , settings_(settings)
        , clock_(clock)
        , source_(settings, mapping)
        , breaker_(settings.ingest) {}

    Plan run() {
        plan_.feed = settings_.feed.name;
        look_at_schema();
        found_ = empty_ ? std::nullopt : store::read_checkpoint(connection_, settings_.feed.name);
        if (!source_.open(found_)) {
            if (source_.is_exhausted(found_)) return nothing_to_read();
            throw util::Failure(source_.no_feed());
        }
        find_pool();
        settle_generation();
        plan_.from = plan_.to = checkpoint_.position.byte_offset;
        plan_.paused_reason = checkpoint_.paused_reason;
        while (plan_.paused_reason.empty() && (plan_next() || begin_next_file())) {
        }
        plan_.lag_bytes = source_.tailer().size() - plan_.to + source_.bytes_after();
        return plan_;
    }

  private:
    // The files of a series were taken away after they were read.
    Plan nothing_to_read() {
        plan_.generation = found_->generation;
        plan_.from = plan_.to = found_->position.byte_offset;
        return plan_;
    }

    // As FeedRun does.
    bool begin_next_file() {
        if (!is_finished_ || !source_.open_next()) return false;
        is_finished_ = false;
        ++plan_.further_files;
        plan_.to = 0;
        store::Checkpoint next;
        next.generation = checkpoint_.generation + 1;
        next.file = source_.file();
        next.profile = checkpoint_.profile;
        checkpoint_ = next;
        return true;
    }

    void look_at_schema() {
        const auto migrations = pg::migration_status(connection_, pg::built_in_migrations());
        const auto pending = std::count_if(migrations.begin(), migrations.end(), [](const auto& migration) {
            return migration.state == pg::MigrationState::pending;
        });
        plan_.migrations = pending;
        empty_ = pending == static_cast<std::ptrdiff_t>(migrations.size());
        if (empty_) return;
        for (const auto& migration : migrations) {
            if (migration.state == pg::MigrationState::applied) continue;
            throw util::Failure(
                "the database's schema is not this program's",
                "what does `padchestd migrate --status` show? `padchestd migrate` applies what is pending",
                util::ExitCode::config);
        }
    }

    void find_pool() {
        if (!empty_ && store::count_patients(connection_) > 0) {
            draw_.emplace(store::read_pool(connection_).draw);
            use_key();
            return;
        }
        plan_.patients = static_cast<std::int64_t>(settings_.patients.count);
        draw_.emplace(seeded_pool(settings_.patients));
        source_.use_hash_key(util::HashKey(util::Secret{})); // no row is there that an id could name
    }

    void use_key() {
        key_.emplace(store::read_hash_key(connection_));
        source_.use_hash_key(*key_);
    }

    // As FeedRun does.
    void settle_generation() {
        const auto& found = found_;
        if (found && !key_) use_key(); // all patients were deleted
        if (!found) {
            plan_.new_generation = "first";
            checkpoint_.generation = 1;
        } else if (const auto continuity = source_.compare(*found); feed::is_new_generation(continuity)) {
            plan_.new_generation = std::string(feed::name(continuity));
            checkpoint_.generation = found->generation + 1;
            checkpoint_.profile = found->profile; // a new generation lifts a pause
        } else {
            checkpoint_ = *found;
            if (is_mended()) { // so is an operator's word for them void
                if (checkpoint_.paused_reason.empty()) checkpoint_.go_on_until = 0;
                checkpoint_.paused_reason.clear();
            }
        }
        plan_.generation = checkpoint_.generation;
    }

    // A pause ends where the bytes that were held back are others now.
    bool is_mended() {
        if (!checkpoint_.paused_hash) return false;
        const auto until = static_cast<std::uint64_t>(checkpoint_.paused_until);
        const auto& tailer = source_.tailer();
        return tailer.size() < until ||
               (*key_)(tailer.hash(checkpoint_.position.byte_offset, until)) != *checkpoint_.paused_hash;
    }

    // The next batch; false where it is the last one.
    bool plan_next() {
        auto read = source_.read(checkpoint_, clock_);
        is_finished_ = source_.is_finished(read);
        if (read.records.empty()) return false;
        const auto batch = ingest::prepare(source_, std::move(read), checkpoint_.generation);
        const bool judged = static_cast<std::int64_t>(batch.read.end.byte_offset) > checkpoint_.go_on_until;
        if (batch.damage && judged) {
            plan_.would_pause = true;
            return false;
        }
        auto rows = empty_ || batch.studies.empty()
                        ? store::SourceRows{}
                        : store::fetch_source_rows(connection_, settings_.feed.name,
                                                   store::source_keys(batch.studies));
        planned_.lay_over(rows, batch.studies);
        store::PatientChoice choice(*draw_); // whoever it is: a plan does not count patients
        store::StudyFold fold(rows, choice, nullptr);
        std::map<std::string, std::int64_t> rejected;
        for (const auto& reject : batch.rejects) ++rejected[reject.reason];
        std::vector<const clinical::StudyRecord*> folded;
        for (const auto& study : batch.studies) {
            if (const auto rejection = fold.add(study))
                ++rejected[std::string(clinical::name(rejection->reason))];
            else
                folded.push_back(&study);
        }
        const ingest::BatchTally tally{static_cast<std::int64_t>(batch.read.records.size()),
                                       static_cast<std::int64_t>(batch.read.records.size() - folded.size()),
                                       batch.profile};
        if (judged && breaker_.judge(tally, checkpoint_.profile).suspicion != ingest::Suspicion::none) {
            plan_.would_pause = true;
            return false;
        }
        breaker_.passed(tally);
        count(batch, fold, folded, rejected);
        planned_.add(fold);
        checkpoint_.position = batch.read.end;
        checkpoint_.profile += batch.profile;
        return batch.read.more || source_.has_next();
    }

    void count(const ingest::PreparedBatch& batch, const store::StudyFold& fold,
               const std::vector<const clinical::StudyRecord*>& folded,
               const std::map<std::string, std::int64_t>& rejected) {
        ++plan_.batches;
        plan_.records += static_cast<std::int64_t>(batch.read.records.size());
        plan_.to = batch.read.end.byte_offset;
        for (const auto& [reason, records] : rejected) plan_.rejected[reason] += records;
        std::set<const clinical::StudyRecord*> with_new_rows;
        const auto note = [&](const auto& writes) {
            for (const auto& write : writes) {
                ++(write.is_new ? plan_.inserted : plan_.updated);
                if (write.is_new) with_new_rows.insert(write.record);
            }
        };
        note(fold.encounters());
        note(fold.procedures());
        note(fold.reports());
        note(fold.findings());
        const auto outcomes = fold.outcomes();
        for (std::size_t i = 0; i < folded.size(); ++i) {
            if (outcomes[i] == store::Outcome::unchanged)
                ++plan_.unchanged;
            else if (outcomes[i] == store::Outcome::superseded)
                ++plan_.superseded;
            else
                ++(with_new_rows.contains(folded[i]) ? plan_.new_records : plan_.changed_records);
        }
    }

    pg::Connection& connection_;
    const config::Settings& settings_;
    const util::Clock& clock_;
    ingest::FeedSource source_;
    ingest::CircuitBreaker breaker_;
    PlannedRows planned_;
    std::optional<clinical::PatientDraw> draw_;
    std::optional<util::HashKey> key_;       // the database's, where it has patients, and so a secret
    std::optional<store::Checkpoint> found_; // the database's
    store::Checkpoint checkpoint_;           // where the plan has come
    bool is_finished_ = false;               // the open file was read to its end, and a next one is there
    bool empty_ = false;                     // the database has no schema yet
    Plan plan_;
};

} // namespace

std::int64_t Plan::rejected_records() const {
    std::int64_t sum = 0;
    for (const auto& [reason, count] : rejected) sum += count;
    return sum;
}

Plan make_plan(pg::Connection& connection, const config::Settings& settings, const clinical::Mapping& mapping,
               const util::Clock& clock) {
    const pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
    connection.query("begin a plan", "set transaction read only");
    return Planner(connection, settings, mapping, clock).run();
}

} // namespace padchestd::operation
