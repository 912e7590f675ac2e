#include "ingest/series_state.h"

#include "util/failure.h"

#include <algorithm>

namespace padchestd::ingest {

namespace {

util::Problem late_file(const std::string& name, const std::string& current) {
    return {"the file " + name + " of the feed is not read: it sorts before " + current + ", which is",
            "was it added late? under a name that sorts after the others it is read; outside of the pattern "
            "nobody looks for it",
            util::ExitCode::data};
}

util::Problem changed_file(const feed::SeriesFile& file, std::uint64_t left_bytes) {
    return {
        "the file " + file.name + " of the feed has " + std::to_string(file.bytes) + " bytes; it had " +
            std::to_string(left_bytes) + " when it was left for the next file, and it is not read again",
        "only the last file may grow: is what was added in a file of its own that sorts after the others?",
        util::ExitCode::data};
}

} // namespace

const feed::SeriesFile* file_to_read(const feed::FileSeries& series,
                                     const std::optional<store::Checkpoint>& checkpoint) {
    const auto& files = series.files();
    const auto* const first = files.empty() ? nullptr : &files.front();
    if (!series.is_pattern() || !checkpoint || checkpoint->file.empty()) return first;
    if (const auto* const same = series.find(checkpoint->file)) return same;
    if (checkpoint->read_to_end) return series.after(checkpoint->file);
    throw util::Failure(
        "the file " + checkpoint->file + " is no longer among those of feed.path " + series.path().string() +
            ", and it was not read to its end",
        "was it moved away too early? put it back, and reading goes on. A file of its header alone under "
        "that name gives up what was not read",
        util::ExitCode::data);
}

std::optional<util::Problem> out_of_order(const feed::FileSeries& series, const std::string& current,
                                          std::span<const store::LeftFile> left) {
    if (!series.is_pattern()) return std::nullopt;
    for (const auto& file : series.files()) {
        if (file.name >= current) break;
        const auto known =
            std::find_if(left.begin(), left.end(), [&](const auto& one) { return one.name == file.name; });
        if (known == left.end()) return late_file(file.name, current);
        if (known->bytes && *known->bytes != file.bytes) return changed_file(file, *known->bytes);
    }
    return std::nullopt;
}

} // namespace padchestd::ingest
