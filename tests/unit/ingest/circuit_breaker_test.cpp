// What the circuit breaker holds back, decided without a feed.

#include "ingest/circuit_breaker.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using ingest::BatchTally;
using ingest::CircuitBreaker;
using ingest::Suspicion;

namespace {

// The real feed in the large: images, studies, images without a label.
const store::FeedProfile kPadChest{160'861, 109'931, 880};

CircuitBreaker breaker() {
    return CircuitBreaker(config::IngestSettings{});
}

BatchTally batch(std::int64_t images, std::int64_t studies, std::int64_t unlabelled,
                 std::int64_t rejected = 0) {
    return {images + rejected, rejected, {images, studies, unlabelled}};
}

} // namespace

TEST_CASE("the breaker lets batches pass that are as extreme as the real feed's most extreme ones") {
    // Windows of the real feed of 100, 1,000 and 10,000 records: most unlabelled, and most images a study.
    for (const auto& extreme : {batch(100, 59, 5), batch(1'000, 654, 20), batch(10'000, 6'743, 104)})
        CHECK(breaker().judge(extreme, kPadChest).suspicion == Suspicion::none);
}

TEST_CASE("the breaker holds back a batch whose labels are lost") {
    CHECK(breaker().judge(batch(1'000, 685, 1'000), kPadChest).suspicion == Suspicion::unlabelled);
    CHECK(breaker().judge(batch(1'000, 685, 300), kPadChest).suspicion == Suspicion::unlabelled);
    CHECK(breaker().judge(batch(1'000, 685, 250), kPadChest).suspicion == Suspicion::none);
}

TEST_CASE("the breaker holds back a batch whose images were merged into few studies") {
    CHECK(breaker().judge(batch(1'500, 28, 8), kPadChest).suspicion == Suspicion::merged);
    CHECK(breaker().judge(batch(1'000, 300, 8), kPadChest).suspicion == Suspicion::merged);
    CHECK(breaker().judge(batch(1'000, 350, 8), kPadChest).suspicion == Suspicion::none);
}

TEST_CASE("the breaker compares with the feed's own history, and only once that is long enough") {
    const store::FeedProfile without_labels{50'000, 50'000, 50'000};
    CHECK(breaker().judge(batch(1'000, 1'000, 1'000), without_labels).suspicion == Suspicion::none);
    const store::FeedProfile with_many_images{50'000, 2'000, 0};
    CHECK(breaker().judge(batch(1'000, 30, 0), with_many_images).suspicion == Suspicion::none);
    const store::FeedProfile too_short{999, 999, 0};
    CHECK(breaker().judge(batch(1'000, 10, 1'000), too_short).suspicion == Suspicion::none);
}

TEST_CASE("the breaker adds small batches up until there are enough records to judge by") {
    auto adding = breaker();
    for (int i = 0; i < 9; ++i) {
        const auto small = batch(10, 10, 10);
        REQUIRE(adding.judge(small, kPadChest).suspicion == Suspicion::none);
        adding.passed(small);
    }
    const auto verdict = adding.judge(batch(10, 10, 10), kPadChest);
    CHECK(verdict.suspicion == Suspicion::unlabelled);
    CHECK(verdict.judged.records == 100);
    adding.reset(); // a new generation
    CHECK(adding.judge(batch(10, 10, 10), kPadChest).suspicion == Suspicion::none);
}

TEST_CASE("rejected records come before every other suspicion") {
    CHECK(breaker().judge(batch(400, 5, 400, 600), kPadChest).suspicion == Suspicion::rejected);
}
