#include "daemon/checklist.h"
#include "daemon/commands/commands.h"
#include "daemon/mappings.h"
#include "daemon/session.h"
#include "ingest/feed_source.h"
#include "operation/disk_space.h"
#include "operation/server_check.h"
#include "util/failure.h"
#include "util/version.h"

namespace padchestd::daemon::commands {

namespace {

void check_feed(Checklist& list, const config::Settings& settings) {
    try {
        ingest::FeedSource source(settings, mappings().at(settings.feed.format));
        if (source.open(std::nullopt))
            list.ok("feed: its header has every column that is needed");
        else
            list.note("feed: " + source.no_feed().what);
    } catch (const util::Failure& failure) {
        list.wrong(std::string("feed: ") + failure.what(), failure.hint(), failure.exit_code());
    }
}

void check_disks(Checklist& list, const config::Settings& settings) {
    for (const auto& disk : operation::disk_space(settings)) {
        const auto what = std::string(disk.key) + ": " + std::to_string(disk.free_bytes >> 20U) +
                          " MiB are free in " + disk.folder.string();
        if (disk.free_bytes < settings.alarms.disk_free)
            list.wrong(what, "what fills this file system? `df -h` and `du -x` show it", ExitCode::io);
        else
            list.ok(what);
    }
}

void check_database(Checklist& list, const config::Settings& settings, const util::Clock& clock) {
    using operation::Verdict;
    try {
        auto connection = connect(settings, "doctor");
        for (const auto& finding : operation::check_server(connection, settings, clock)) {
            const auto what = "postgres: " + finding.what;
            if (finding.verdict == Verdict::good)
                list.ok(what);
            else if (finding.verdict == Verdict::doubtful)
                list.doubtful(what, finding.remedy);
            else
                list.wrong(what, finding.remedy, finding.exit_code);
        }
    } catch (const util::Failure& failure) {
        list.wrong(std::string("postgres: ") + failure.what(), failure.hint(), failure.exit_code());
    }
}

} // namespace

ExitCode doctor(const Invocation& invocation) {
    const auto configuration = invocation.configuration();
    open_quiet_log();
    Checklist list(Style::of_standard_output());
    list.ok("padchestd " + std::string(util::version()));
    check_files(list, configuration);
    check_disks(list, configuration.settings);
    check_feed(list, configuration.settings);
    check_database(list, configuration.settings, invocation.clock);
    return list.exit_code();
}

} // namespace padchestd::daemon::commands
