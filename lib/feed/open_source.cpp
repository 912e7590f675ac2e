#include "feed/open_source.h"

#include "feed/feed_file.h"

namespace padchestd::feed {

std::unique_ptr<ByteSource> open_source(const std::filesystem::path& path) {
    return FeedFile::open(path);
}

} // namespace padchestd::feed
