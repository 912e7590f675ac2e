#pragma once
// What a made-up feed is to be like, whatever its form.

#include <cstdint>
#include <string>

namespace padchestd::simulator {

struct FeedOptions {
    std::uint64_t encounters = 15'000; // studies; at least one
    double images_per_study = 2.0;     // the mean, 1 to 6; the real feed has 1.463
    std::uint64_t seed = 1;
    double bad_records = 0; // share of records that cannot be loaded, 0 to 1, put between the good ones. The
                            // good ones are the same bytes as without; at 1 there are only bad ones.
    std::string format = "padchest"; // or nih (nih_feed.h), or padchest_gr (gr_feed.h)
};

} // namespace padchestd::simulator
