#pragma once
// The published table of NIH ChestX-ray14 with its counts. They were counted from the file itself by another
// program (tests/acceptance/nih_recount does it again).

#include "clinical/known_feed.h"

namespace padchestd::nih {

[[nodiscard]] std::span<const clinical::KnownFeed> known_feeds();

} // namespace padchestd::nih
