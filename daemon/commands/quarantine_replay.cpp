#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "operation/replay.h"
#include "store/reject_log.h"
#include "util/failure.h"

#include <iostream>
#include <map>

namespace padchestd::daemon::commands {

namespace {

using operation::ReplayEnd;

// Records a page: their content is read one by one.
constexpr std::int64_t kPage = 1000;

class Replaying {
  public:
    Replaying(pg::Connection& connection, const config::Settings& settings, const util::Clock& clock)
        : connection_(connection)
        , settings_(settings)
        , clock_(clock) {}

    void one(std::int64_t id) {
        const auto report =
            operation::replay(connection_, id, settings_, mappings().at(settings_.feed.format), clock_);
        ++ends_[report.end];
        std::cout << id << "  " << name(report.end);
        if (!report.reason.empty()) std::cout << ": " << report.reason;
        if (!report.column.empty()) std::cout << " in " << report.column;
        std::cout << '\n';
    }

    void all() {
        store::QuarantineFilter filter;
        filter.feed = settings_.feed.name;
        filter.limit = kPage;
        for (auto page = store::list_quarantined(connection_, filter); !page.empty();
             page = store::list_quarantined(connection_, filter)) {
            for (const auto& record : page) one(record.quarantine_id);
            filter.after_id =
                page.back().quarantine_id; // records that are rejected again stay open before this one
        }
        for (const auto& [end, records] : ends_) std::cout << records << ' ' << name(end) << '\n';
        if (ends_.empty()) std::cout << "nothing is open\n";
    }

    [[nodiscard]] ExitCode exit_code() const {
        const bool left = ends_.contains(ReplayEnd::rejected) || ends_.contains(ReplayEnd::gone);
        return left ? ExitCode::data : ExitCode::ok;
    }

  private:
    pg::Connection& connection_;
    const config::Settings& settings_;
    const util::Clock& clock_;
    std::map<ReplayEnd, std::int64_t> ends_;
};

} // namespace

ExitCode quarantine_replay(const Invocation& invocation, const QuarantineOptions& options) {
    if (!options.all_open && options.id == 0) {
        throw util::Failure("nothing to replay", "which record: its id, or --all?", ExitCode::usage);
    }
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "replay");
    Replaying replaying(connection, settings, invocation.clock);
    if (options.all_open)
        replaying.all();
    else
        replaying.one(options.id);
    return replaying.exit_code();
}

} // namespace padchestd::daemon::commands
