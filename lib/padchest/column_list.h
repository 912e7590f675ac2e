#pragma once
// All columns of a PadChest feed, also those that are passed over, and what becomes of each.

#include "clinical/feed_column.h"

#include <vector>

namespace padchestd::padchest {

// The columns of the public file in its order, then those that came later.
[[nodiscard]] std::vector<clinical::FeedColumn> column_list();

} // namespace padchestd::padchest
