// When waiting becomes a problem.

#include "ingest/wait_watch.h"
#include "support/manual_clock.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace std::chrono_literals;
using ingest::FeedSight;
using ingest::WaitKind;
using ingest::WaitWatch;

namespace {

// A daemon that looks once a minute.
struct Daemon {
    tests::ManualClock clock;
    config::Settings settings;
    WaitWatch watch{settings};

    Daemon() { settings.feed.wait_limit = 15min; }

    FeedSight sight(std::optional<WaitKind> waits_for, std::int64_t offset = 100) const {
        return {waits_for, {1, offset}, 40, 1'000, clock.now()};
    }
    std::optional<ingest::Wait> look_for(std::chrono::minutes time, const FeedSight& sight) {
        std::optional<ingest::Wait> wait;
        for (auto passed = 0min; passed < time; passed += 1min) {
            wait = watch.look(sight, clock);
            clock.advance(1min);
        }
        return wait;
    }
};

} // namespace

TEST_CASE("a wait of any kind is a problem once it is longer than feed.wait_limit, and not before") {
    for (const auto kind : {WaitKind::unfinished_record, WaitKind::hole, WaitKind::paused, WaitKind::standby,
                            WaitKind::no_feed}) {
        INFO(name(kind));
        Daemon daemon;
        CHECK_FALSE(daemon.look_for(16min, daemon.sight(kind)));
        const auto wait = daemon.look_for(1min, daemon.sight(kind));
        REQUIRE(wait);
        CHECK(wait->kind == kind);
        CHECK(wait->age == 16min);
        CHECK(wait->unread_bytes == 40);
        CHECK(wait->problem.what.find("15 min") != std::string::npos);
        CHECK_FALSE(wait->problem.hint.empty());
    }
}

TEST_CASE("progress, and nothing left to wait for, end a wait") {
    Daemon daemon;
    CHECK_FALSE(daemon.look_for(14min, daemon.sight(WaitKind::unfinished_record)));
    CHECK_FALSE(daemon.look_for(14min, daemon.sight(WaitKind::unfinished_record, 200))); // it read on
    CHECK_FALSE(daemon.look_for(1min, daemon.sight(std::nullopt, 200)));
    CHECK_FALSE(daemon.look_for(14min, daemon.sight(WaitKind::standby, 200)));
    CHECK(daemon.look_for(3min, daemon.sight(WaitKind::standby, 200)));
}

TEST_CASE("a wait goes on under new settings, and the new limit counts") {
    Daemon daemon;
    CHECK_FALSE(daemon.look_for(10min, daemon.sight(WaitKind::unfinished_record)));
    daemon.settings.feed.wait_limit = 5min;
    daemon.watch.configure(daemon.settings);
    CHECK(daemon.look_for(1min, daemon.sight(WaitKind::unfinished_record)));
}

TEST_CASE("two looks must fit into a wait before it is a problem") {
    Daemon daemon;
    daemon.settings.schedule.interval = 1h;
    daemon.watch.configure(daemon.settings);
    CHECK_FALSE(daemon.look_for(120min, daemon.sight(WaitKind::no_feed)));
    CHECK(daemon.look_for(2min, daemon.sight(WaitKind::no_feed)));
}

TEST_CASE("a feed that does not grow is a problem only where growth is expected") {
    Daemon daemon;
    CHECK_FALSE(daemon.look_for(3000min, daemon.sight(std::nullopt)));
    daemon.settings.feed.expect_every = 1h;
    daemon.watch.configure(daemon.settings);
    auto sight = daemon.sight(std::nullopt);
    const auto wait = daemon.look_for(1min, sight);
    REQUIRE(wait);
    CHECK(wait->kind == WaitKind::not_growing);
    sight.feed_size = 1'001;
    CHECK_FALSE(daemon.look_for(61min, sight));
    CHECK(daemon.look_for(2min, sight));
}

TEST_CASE("a daemon that starts knows from the file how long it has not grown") {
    Daemon daemon;
    daemon.settings.feed.expect_every = 1h;
    daemon.watch.configure(daemon.settings);
    auto sight = daemon.sight(std::nullopt);
    sight.modified_at = daemon.clock.now() - 2h;
    CHECK(daemon.watch.look(sight, daemon.clock));
    WaitWatch fresh(daemon.settings);
    sight.modified_at = daemon.clock.now() + 2h; // the calendar was set back
    CHECK_FALSE(fresh.look(sight, daemon.clock));
}
