#include "text_store/maintenance.h"

#include "pg/error.h"
#include "text/decomposition.h"
#include "text/fit.h"
#include "text/tokenizer.h"
#include "text_store/corpus.h"
#include "text_store/vector_index.h"
#include "util/failure.h"
#include "util/step.h"
#include "util/time_text.h"

#include <malloc.h>

#include <chrono>

namespace padchestd::text_store {

namespace {

// Only one program works on the models at a time; two would do the same work twice, not harm.
constexpr std::int64_t kUpkeepLock = 7'130'385;

class UpkeepLock {
  public:
    explicit UpkeepLock(pg::Connection& connection)
        : connection_(connection)
        , held_(connection.query("look for another fit", "select pg_try_advisory_lock($1)", {kUpkeepLock})
                    .value()
                    .boolean()) {}
    ~UpkeepLock() {
        if (!held_ || connection_.broken()) return;
        try {
            connection_.query("end the upkeep", "select pg_advisory_unlock($1)", {kUpkeepLock});
        } catch (...) { // it ends with the session
        }
    }
    UpkeepLock(const UpkeepLock&) = delete;
    UpkeepLock& operator=(const UpkeepLock&) = delete;
    [[nodiscard]] bool held() const { return held_; }

  private:
    pg::Connection& connection_;
    bool held_;
};

std::unique_ptr<const text::Model> load_usable(pg::Connection& connection, const std::string& id) {
    try {
        return load_model(connection, id);
    } catch (const pg::Error&) {
        throw;
    } catch (const util::Failure&) { // damaged, or of another method: a new one takes its place
        return nullptr;
    }
}

std::int64_t ms_since(util::SteadyTime begin, const util::Clock& clock) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - begin).count();
}

void fit_model(pg::Connection& connection, const UpkeepOptions& options, const util::Clock& clock,
               const std::stop_token& stop, Upkeep& upkeep) {
    std::unique_ptr<const text::Model> previous;
    if (const auto current = find_model(connection, ModelState::current))
        previous = load_usable(connection, current->id);
    text::CorpusSample sample(options.parameters.most_texts);
    const auto reports = read_corpus(connection, std::string(text::kLanguage), sample);
    util::step("text_fit");
    const auto began = clock.steady();
    const text::Model model = text::fit(sample, options.parameters, previous.get(), stop);
    upkeep.fit_ms = ms_since(began, clock);
    store_filling(connection, model, reports, util::rfc3339(clock.now()));
    upkeep.fitted = true;
}

// A model that fills is brought into use, whoever fitted it.
void bring_into_use(pg::Connection& connection, const UpkeepOptions& options, const util::Clock& clock,
                    Upkeep& upkeep) {
    const auto filling = find_model(connection, ModelState::filling);
    if (!filling) return;
    const auto model = load_model(connection, filling->id);
    upkeep.embedded = draft_all(connection, *model, filling->id, options.progress);
    switch_to(connection, filling->id, clock);
    upkeep.switched = true;
}

} // namespace

bool fit_is_due(pg::Connection& connection, const UpkeepOptions& options) {
    if (options.force_fit) return true;
    if (options.least_reports == 0) return false;
    const auto reports = count_reports(connection);
    if (reports < options.least_reports) return false;
    const auto current = find_model(connection, ModelState::current);
    if (!current || reports >= 2 * current->reports) return true;
    return current->id != options.verified && load_usable(connection, current->id) == nullptr;
}

Upkeep keep_up(pg::Connection& connection, const UpkeepOptions& options, const util::Clock& clock,
               const std::stop_token& stop) {
    const auto began = clock.steady();
    Upkeep upkeep;
    const UpkeepLock lock(connection);
    upkeep.busy = !lock.held();
    if (upkeep.busy) return upkeep;
    const bool fills = find_model(connection, ModelState::filling).has_value();
    if (options.force_fit || (!fills && fit_is_due(connection, options)))
        fit_model(connection, options, clock, stop, upkeep);
    ::malloc_trim(0); // what the fit took is given back
    try {
        bring_into_use(connection, options, clock, upkeep);
    } catch (const pg::Error&) {
        throw;
    } catch (const util::Failure&) { // what fills is damaged: fitted again
        fit_model(connection, options, clock, stop, upkeep);
        bring_into_use(connection, options, clock, upkeep);
    }
    if (auto current = find_model(connection, ModelState::current)) {
        upkeep.model = current->id;
        if (!current->settled)
            if (const auto model = load_usable(connection, current->id))
                upkeep.settled = settle(connection, *model, current->id, clock);
        upkeep.indexed = options.index && index_is_due(connection, *current);
        if (upkeep.indexed) build_index(connection, *current);
    }
    upkeep.duration_ms = ms_since(began, clock);
    return upkeep;
}

} // namespace padchestd::text_store
