#pragma once
// The published PadChest file of 2019-02-01, whole and cut after 10,000 records, with its counts. They were
// counted from the file itself by another program (tests/acceptance/real_feed_test.cpp does it again).

#include "clinical/known_feed.h"

namespace padchestd::padchest {

[[nodiscard]] std::span<const clinical::KnownFeed> known_feeds();

} // namespace padchestd::padchest
