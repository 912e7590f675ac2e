#pragma once
// A story of a feed in torn pieces, and a daemon that is killed again and again at steps chosen by chance
// while it follows it.

#include "support/child_daemon.h"
#include "support/ingest_rig.h"
#include "support/step_plan.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace padchestd::tests {

// `bytes` in `count` pieces of any size, at least one byte each.
[[nodiscard]] inline std::vector<std::string> torn(std::mt19937_64& random, const std::string& bytes,
                                                   std::size_t count) {
    std::set<std::size_t> cuts{bytes.size()};
    std::uniform_int_distribution<std::size_t> anywhere(1, bytes.size() - 1);
    while (cuts.size() < count) cuts.insert(anywhere(random));
    std::vector<std::string> pieces;
    std::size_t from = 0;
    for (const auto cut : cuts) {
        pieces.push_back(bytes.substr(from, cut - from));
        from = cut;
    }
    return pieces;
}

// Each piece is appended to the feed in turn.
[[nodiscard]] inline Story growth(const IngestRig& rig, const std::vector<std::string>& pieces) {
    Story story;
    for (const auto& piece : pieces) story.emplace_back([&rig, piece] { rig.append(piece); });
    return story;
}

// Small batches, and no pause: many steps, and an end that does not depend on where batches are cut.
inline void prepare_for_kills(IngestRig& rig) {
    rig.settings.ingest.batch_rows = 40;
    rig.settings.ingest.max_reject_ratio = 1;
    rig.settings.postgres.backoff_first = std::chrono::milliseconds(10);
}

// The steps of an undisturbed run.
[[nodiscard]] inline std::int64_t undisturbed_steps(const IngestRig& rig, const Story& story) {
    StepPlan plan;
    ChildDaemon daemon(rig.settings, story);
    if (daemon.run() != Ending::done) throw std::runtime_error("the undisturbed run did not end well");
    return plan.all();
}

struct Kills {
    Ending ending = Ending::killed;
    int count = 0;
    std::map<std::string, int> where; // by step
};

// `count` numbers of steps that lead, one after the other, to different steps of a run of `steps`. They leave
// its last fifth out: a daemon that starts late may read two pieces in one batch, in fewer steps.
[[nodiscard]] inline std::vector<std::int64_t> gaps(std::mt19937_64& random, std::int64_t steps, int count) {
    std::uniform_int_distribution<std::int64_t> anywhere(1, std::max<std::int64_t>(steps * 4 / 5, count));
    std::set<std::int64_t> at;
    while (at.size() < static_cast<std::size_t>(count)) at.insert(anywhere(random));
    std::vector<std::int64_t> gaps;
    for (std::int64_t from = 0; const auto step : at) gaps.push_back(step - std::exchange(from, step));
    return gaps;
}

// At least `wanted` kills, spread over a whole run of `steps` steps, and more while the last daemon has not
// come to the end: each of those gets its share of the steps, on average.
[[nodiscard]] inline Kills kill_at_random(std::mt19937_64& random, const IngestRig& rig, const Story& story,
                                          std::int64_t steps, int wanted) {
    const auto first = gaps(random, steps, wanted);
    std::uniform_int_distribution<std::int64_t> next(1, std::max<std::int64_t>(2, 3 * steps / (2 * wanted)));
    StepPlan plan;
    ChildDaemon daemon(rig.settings, story);
    Kills kills;
    while (kills.ending == Ending::killed) {
        plan.nothing();
        if (kills.count < wanted) {
            plan.after(first.at(static_cast<std::size_t>(kills.count)), die);
        } else if (kills.count < 10 * wanted) {
            plan.after(next(random), die);
        }
        kills.ending = daemon.run();
        if (kills.ending != Ending::killed) continue;
        ++kills.count;
        ++kills.where[plan.last()];
    }
    return kills;
}

} // namespace padchestd::tests
