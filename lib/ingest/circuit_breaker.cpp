#include "ingest/circuit_breaker.h"

namespace padchestd::ingest {

namespace {

double ratio(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

bool lost_its_labels(const store::FeedProfile& now, const store::FeedProfile& history) {
    return ratio(now.unlabelled, now.images) > ratio(history.unlabelled, history.images) + kMoreUnlabelled;
}

bool is_merged(const store::FeedProfile& now, const store::FeedProfile& history) {
    return ratio(now.images, now.studies) > kMoreImages * ratio(history.images, history.studies);
}

} // namespace

BatchTally& BatchTally::operator+=(const BatchTally& other) {
    records += other.records;
    rejected += other.rejected;
    profile += other.profile;
    return *this;
}

Verdict CircuitBreaker::judge(const BatchTally& batch, const store::FeedProfile& history) const {
    Verdict verdict;
    verdict.judged = waiting_;
    verdict.judged += batch;
    const auto& judged = verdict.judged;
    if (judged.records < min_records_) return verdict;
    if (static_cast<double>(judged.rejected) > most_ * static_cast<double>(judged.records))
        verdict.suspicion = Suspicion::rejected;
    else if (history.images < kKnownHistory)
        verdict.suspicion = Suspicion::none;
    else if (lost_its_labels(judged.profile, history))
        verdict.suspicion = Suspicion::unlabelled;
    else if (is_merged(judged.profile, history))
        verdict.suspicion = Suspicion::merged;
    return verdict;
}

void CircuitBreaker::passed(const BatchTally& batch) {
    waiting_ += batch;
    if (waiting_.records >= min_records_) reset();
}

} // namespace padchestd::ingest
