#include "ingest/hole_patience.h"

#include "feed/tailer.h"

namespace padchestd::ingest {

namespace {

constexpr int kLooksOfATimeout = 16; // a hole's age is known to a sixteenth of the timeout

// The same run, though the file may have grown by more NUL bytes after it.
bool was_filled(const feed::Hole& before, const std::optional<feed::Hole>& now) {
    return !now || now->begin > before.begin || now->end < before.end;
}

} // namespace

bool HolePatience::look(std::uint64_t size, const std::optional<feed::Hole>& hole, util::SteadyTime now) {
    const bool shrank = !looks_.empty() && size < looks_.back().size;
    const bool filled = hole_ && hole_->end > passed(now) && was_filled(*hole_, hole);
    if (shrank || filled) looks_.clear();
    const bool is_new = hole && (!hole_ || hole_->begin != hole->begin);
    hole_ = hole;
    while (looks_.size() > 1 && now - looks_[1].at >= timeout_) looks_.pop_front();
    if (looks_.empty() ||
        (looks_.back().size != size && now - looks_.back().at >= timeout_ / kLooksOfATimeout))
        looks_.push_back({now, size});
    return is_new;
}

void HolePatience::forget() {
    looks_.clear();
    hole_.reset();
}

std::uint64_t HolePatience::passed(util::SteadyTime now) const {
    if (timeout_.count() == 0) return feed::kEveryHole; // also those of a size that was not looked at before
    std::uint64_t size = 0;
    for (const Look& look : looks_) {
        if (now - look.at >= timeout_) size = look.size;
    }
    return size;
}

} // namespace padchestd::ingest
