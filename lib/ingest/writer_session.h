#pragma once
// The connection that writes, and what belongs to it: the writer's lock, the epoch, the pool of patients and
// the known terms, each fetched once and kept as long as the connection lives.

#include "pg/connection.h"
#include "store/checkpoint.h"
#include "store/key_filter.h"
#include "store/patient_choice.h"
#include "store/patient_pool.h"
#include "store/reference_load.h"
#include "store/report_vectors.h"
#include "store/writer_lock.h"
#include "text_store/model_cache.h"
#include "warehouse/reports_beside.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace padchestd::ingest {

class WriterSession {
  public:
    explicit WriterSession(pg::SessionOptions options)
        : connection_(std::move(options)) {}

    [[nodiscard]] pg::Connection& connection() { return connection_; }
    [[nodiscard]] store::KnownTerms& known_terms() { return known_terms_; }

    // Whether this session may write the feed: asks for the writer's lock until it has it.
    [[nodiscard]] bool take_lock(std::string_view feed) {
        if (lock_ == store::LockState::rival) lock_ = store::try_writer_lock(connection_, feed);
        return lock_ != store::LockState::rival;
    }

    // The same, where a rival holds the lock and may have stopped: store::take_over().
    [[nodiscard]] bool take_over(std::string_view feed, std::chrono::milliseconds after) {
        lock_ = store::take_over(connection_, feed, after);
        return lock_ != store::LockState::rival;
    }

    // The epoch that this writer's next batch carries: one above the checkpoint's for its first batch, so
    // that every earlier writer is fenced off; the same afterwards.
    [[nodiscard]] std::int64_t epoch_after(const store::Checkpoint& checkpoint) const {
        return epoch_ == checkpoint.epoch ? checkpoint.epoch : checkpoint.epoch + 1;
    }
    void claimed(std::int64_t epoch) { epoch_ = epoch; }

    [[nodiscard]] const util::HashKey& hash_key() {
        if (!hash_key_) hash_key_ = store::read_hash_key(connection_);
        return *hash_key_;
    }

    // Read again what is kept of the database: something was taken from it beneath this session.
    void forget_references() {
        book_.reset();
        pool_.reset();
        known_terms_ = {};
    }

    // While a first load goes on that this session began, and nobody else wrote the feed since: its keys.
    [[nodiscard]] store::KeyFilter* written_keys() { return written_keys_ ? &*written_keys_ : nullptr; }
    void first_load_begun(std::unique_ptr<warehouse::ReportsBeside> reports) {
        written_keys_.emplace();
        reports_beside_ = std::move(reports);
    }
    // Somebody else wrote the feed meanwhile, or may have.
    void forget_written_keys() {
        written_keys_.reset();
        reports_beside_.reset();
    }
    void batch_committed() {
        if (reports_beside_) reports_beside_->batch_committed();
    }

    // The first load has been read to its end. Whether fact_report was filled meanwhile.
    [[nodiscard]] bool first_load_read() {
        written_keys_.reset();
        const auto reports = std::move(reports_beside_);
        return reports && reports->finish();
    }

    // In a batch's transaction: the pool as it is for the whole of it.
    [[nodiscard]] const clinical::PatientDraw& hold_draw() {
        const std::int64_t version = store::hold_pool(connection_);
        if (!pool_ || pool_->version != version) {
            book_.reset();
            pool_ = store::read_pool(connection_);
        }
        return pool_->draw;
    }

    // After hold_draw(), under `by_patient`: who has whom of that pool.
    [[nodiscard]] store::AssignmentBook& assignment_book() {
        if (!book_) book_.emplace(pool_->draw);
        return *book_;
    }

    // In a batch's transaction: the text model in use, for the whole of it; nothing: there is no model.
    [[nodiscard]] std::optional<store::ReportVectors> hold_vectors() {
        const auto held = text_model_.hold(connection_);
        if (!held) return std::nullopt;
        return store::ReportVectors{*held->model, held->id, held->type};
    }

  private:
    pg::Connection connection_;
    store::LockState lock_ = store::LockState::rival; // until it was tried
    std::optional<std::int64_t> epoch_;
    std::optional<store::Pool> pool_;
    std::optional<store::AssignmentBook> book_; // of pool_
    std::optional<util::HashKey> hash_key_;
    store::KnownTerms known_terms_;
    std::optional<store::KeyFilter> written_keys_;
    std::unique_ptr<warehouse::ReportsBeside>
        reports_beside_; // as long as written_keys_, where it was to be had
    text_store::ModelCache text_model_;
};

} // namespace padchestd::ingest
