#include "ingest/held_batch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <unordered_map>

namespace padchestd::ingest {

namespace {

using store::PauseReason;

std::string decimal(std::int64_t part, std::int64_t whole, double times) {
    const double value = whole == 0 ? 0 : times * static_cast<double>(part) / static_cast<double>(whole);
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.1f", value);
    return {text.data(), static_cast<std::size_t>(length)};
}

void count(PauseReason& reason, feed::Position position) {
    ++reason.records;
    if (reason.first.size() < store::kPausePositions) reason.first.push_back(position);
}

feed::Position place_of(const clinical::StudyRecord& study) {
    return {static_cast<std::uint64_t>(study.position.byte_offset), study.record_number};
}

std::vector<PauseReason> rejections(const store::LoadResult& result) {
    std::map<std::pair<std::string, std::string>, PauseReason> found;
    for (const auto& reject : result.rejects) {
        auto& reason = found[{reject.reason, reject.column}];
        reason.reason = reject.reason;
        reason.column = reject.column;
        count(reason, {static_cast<std::uint64_t>(reject.byte_offset),
                       static_cast<std::uint64_t>(reject.row_number)});
    }
    std::vector<PauseReason> reasons;
    reasons.reserve(found.size());
    for (auto& [key, reason] : found) reasons.push_back(std::move(reason));
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.records > b.records; });
    return reasons;
}

PauseReason unlabelled(const PreparedBatch& batch) {
    PauseReason reason{"unlabelled", "", 0, {}};
    for (const auto& study : batch.studies)
        if (is_unlabelled(study)) count(reason, place_of(study));
    return reason;
}

// Of the study with the most images.
PauseReason merged(const PreparedBatch& batch) {
    std::unordered_map<std::string_view, PauseReason> studies;
    const PauseReason* largest = nullptr;
    for (const auto& study : batch.studies) {
        auto& reason = studies[study.encounter.encounter_id];
        reason.reason = "merged_studies";
        count(reason, place_of(study));
        if (largest == nullptr || reason.records > largest->records) largest = &reason;
    }
    return largest != nullptr ? *largest : PauseReason{"merged_studies", "", 0, {}};
}

} // namespace

store::Pause describe_held(const Verdict& verdict, const store::FeedProfile& history,
                           const PreparedBatch& batch, const store::LoadResult& result) {
    const auto& now = verdict.judged;
    store::Pause pause;
    switch (verdict.suspicion) {
    case Suspicion::none:
        break;
    case Suspicion::rejected:
        pause.reasons = rejections(result);
        pause.what = std::to_string(now.rejected) + " of " + std::to_string(now.records) +
                     " records were rejected: " + store::describe(pause.reasons);
        break;
    case Suspicion::unlabelled:
        pause.reasons = {unlabelled(batch)};
        pause.what = std::to_string(now.profile.unlabelled) + " of " + std::to_string(now.profile.images) +
                     " images have no label, " + decimal(history.unlabelled, history.images, 100) +
                     " % so far (" + store::rows_text(pause.reasons.front()) + ")";
        break;
    case Suspicion::merged:
        pause.reasons = {merged(batch)};
        pause.what = decimal(now.profile.images, now.profile.studies, 1) + " images a study, " +
                     decimal(history.images, history.studies, 1) + " so far; the largest study has " +
                     std::to_string(pause.reasons.front().records) + " (" +
                     store::rows_text(pause.reasons.front()) + ")";
        break;
    }
    std::erase_if(pause.reasons, [](const auto& reason) { return reason.records == 0; });
    return pause;
}

} // namespace padchestd::ingest
