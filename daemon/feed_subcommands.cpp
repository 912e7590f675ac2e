// Subcommands about the feed: its records, its files, and what was made of them.

#include "daemon/commands/commands.h"
#include "daemon/subcommands.h"

namespace padchestd::daemon {

namespace {

void add_quarantine_commands(Subcommands& subcommands) {
    auto quarantine = subcommands.group("quarantine", "records that could not be loaded");
    quarantine.add<commands::QuarantineOptions>(
        "list", "by reason and position", commands::quarantine_list, [](CLI::App& sub, auto& options) {
            sub.add_flag("--all", options.all, "resolved and expired ones too");
            sub.add_flag("--json", options.json, "one JSON object a line");
            sub.add_option("--limit", options.limit, "at most so many (default: 100)")
                ->check(CLI::PositiveNumber);
            sub.add_option("--after", options.after, "those after this id");
        });
    quarantine.add<commands::QuarantineOptions>(
        "show", "one record, PatientID and PatientBirth blanked", commands::quarantine_show,
        [](CLI::App& sub, auto& options) {
            sub.add_option("id", options.id, "its id in the list")->required();
            sub.add_flag("--json", options.json, "as one JSON object");
        });
    quarantine.add<commands::QuarantineOptions>(
        "replay", "load records again, never over newer data", commands::quarantine_replay,
        [](CLI::App& sub, auto& options) {
            auto* id = sub.add_option("id", options.id, "one record's id in the list");
            auto* all = sub.add_flag("--all", options.all_open, "every open one");
            id->excludes(all);
        });
}

void add_checks(Subcommands& subcommands) {
    subcommands.add("audit",
                    "check that every byte of the feed is accounted for (ends with 1 on a difference)",
                    commands::audit);
    subcommands.add<commands::ValidateOptions>(
        "validate", "compare the store with what is known of its feed (ends with 1 on a difference)",
        commands::validate, [](CLI::App& sub, auto& options) {
            auto* write = sub.add_option("--write", options.write, "keep the store's figures in this file");
            sub.add_option("--expect", options.expect, "compare with the figures in this file")
                ->excludes(write);
        });
    subcommands.add<commands::QualityOptions>(
        "quality",
        "check how complete, plausible and conformant the data is (ends with 1 where a check fails)",
        commands::quality, [](CLI::App& sub, auto& options) {
            sub.add_option("--thresholds", options.thresholds,
                           "shares of rows that may fail (default: quality.thresholds)");
            sub.add_flag("--json", options.json, "as one JSON object");
        });
}

void add_image_commands(Subcommands& subcommands) {
    auto images = subcommands.group("images", "the image files that the feed names");
    images.add<commands::MissingImagesOptions>(
        "import-missing", "take a list of image files that are missing or broken",
        commands::import_missing_images, [](CLI::App& sub, auto& options) {
            sub.add_option("list", options.list,
                           "the file: an image id a line, alone or with `,missing` or `,broken`")
                ->required();
            sub.add_flag("--complete", options.complete, "take off the images that the list does not name");
        });
}

void add_feed_commands(Subcommands& subcommands) {
    auto feed = subcommands.group("feed", "the feed itself");
    feed.add<commands::SimulateOptions>(
        "simulate", "write a made-up feed", commands::feed_simulate, [](CLI::App& sub, auto& options) {
            auto& made = options.feed;
            sub.add_option("--output", options.output, "the file")->required();
            sub.add_option("--format", made.format,
                           "the form: padchest, nih (an image is a study) or padchest_gr")
                ->capture_default_str();
            sub.add_option("--encounters", made.encounters, "studies")->capture_default_str();
            sub.add_option("--images-per-study", made.images_per_study,
                           "their mean, 1 to 6; the real feed has 1.46")
                ->capture_default_str();
            sub.add_option("--seed", made.seed, "the same seed gives the same bytes")->capture_default_str();
            sub.add_option("--bad-records", made.bad_records,
                           "share of records that cannot be loaded, 0 to 1")
                ->capture_default_str();
            sub.add_option("--rate", options.how.rows_per_second, "records a second; 0: all at once")
                ->capture_default_str();
            sub.add_option("--rows", options.how.rows, "stop after so many records; 0: at the feed's end")
                ->capture_default_str();
            sub.add_flag("--resume", options.how.resume, "go on after what an earlier run wrote");
            sub.add_flag("--tear", options.how.tear,
                         "end each write in the middle of a record, as a slow writer does");
        });
    feed.add<commands::DescribeOptions>(
        "describe", "tell a file's form, and whether it can be loaded; no cell's content is shown",
        commands::feed_describe, [](CLI::App& sub, auto& options) {
            sub.add_option("file", options.file, "plain, or compressed by gzip or zstd")->required();
            sub.add_flag("--json", options.json, "as one JSON object");
        });
    feed.add<commands::StatusOptions>("status", "how far the feed was read, and what holds it",
                                      commands::feed_status, [](CLI::App& sub, auto& options) {
                                          sub.add_flag("--json", options.json,
                                                       "the whole status as one JSON object");
                                          sub.add_flag("--exit-code", options.exit_code,
                                                       "end with what is wrong with the whole, or with 0");
                                      });
    feed.add<commands::GoOnOptions>(
        "go-on", "let a feed that the circuit breaker paused go on", commands::feed_go_on,
        [](CLI::App& sub, auto& options) {
            sub.add_flag("--all", options.all,
                         "let every later batch pass too, not only the one that tripped it");
        });
}

} // namespace

void add_feed_subcommands(Subcommands& subcommands) {
    add_quarantine_commands(subcommands);
    add_checks(subcommands);
    add_image_commands(subcommands);
    add_feed_commands(subcommands);
}

} // namespace padchestd::daemon
