#pragma once
// The feed as the cycle sees it: the open file, the reader of its records, and how it relates to the
// checkpoint.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "feed/tailer.h"
#include "ingest/hole_patience.h"
#include "store/checkpoint.h"
#include "util/clock.h"

#include <memory>
#include <optional>
#include <string>

namespace padchestd::ingest {

// What the configuration declares of the feed, as its layer has it.
[[nodiscard]] feed::Declaration declaration_of(const config::FeedSettings& settings);

class FeedSource {
  public:
    // `mapping` outlives it.
    FeedSource(const config::Settings& settings, const clinical::Mapping& mapping);

    // What the file's identity and, in some formats, ids are keyed with: of the database. Before the first
    // comparison and the first record.
    void use_hash_key(const util::HashKey& key);

    // Opens the path afresh. False: nothing there yet. Throws util::Failure (a directory, unreadable, a
    // missing column).
    [[nodiscard]] bool open();

    // Whether the last open() found a feed.
    [[nodiscard]] bool is_open() const { return is_open_; }

    // Where the next batch is read from: the header's end while nothing of a generation was read.
    [[nodiscard]] feed::Position start_of(const store::Checkpoint& checkpoint) const;

    // The relation of the open file to the checkpoint.
    [[nodiscard]] feed::Continuity compare(const store::Checkpoint& checkpoint) const;

    // A new generation was opened.
    void begin_generation() { patience_.forget(); }

    // Whether the open file still is the checkpoint's, and still holds what `batch`, read from there, was
    // parsed from. Asked before a commit: the file may be replaced while it is read.
    [[nodiscard]] bool still_holds(const store::Checkpoint& checkpoint, const feed::Batch& batch) const;

    // Whether there is anything to do behind the checkpoint: a whole record, or another generation. Empty
    // lines, an unfinished record and a hole that is waited for are not. Ends the views of what was read
    // before.
    [[nodiscard]] bool work_waits(const store::Checkpoint& checkpoint, const util::Clock& clock);

    // The next records; waits for a last line without newline as feed.final_record says, and for holes as
    // feed.hole_timeout and the operator's word in the checkpoint do.
    [[nodiscard]] feed::Batch read(const store::Checkpoint& checkpoint, const util::Clock& clock);

    [[nodiscard]] feed::Tailer& tailer() { return tailer_; }
    [[nodiscard]] const feed::Tailer& tailer() const { return tailer_; }
    [[nodiscard]] const clinical::Mapping& mapping() const { return mapping_; }
    [[nodiscard]] clinical::StudyReader& reader() { return *reader_; }

  private:
    [[nodiscard]] feed::FinalRecord final_record(const util::Clock& clock) const;
    [[nodiscard]] std::uint64_t holes_passed(const store::Checkpoint& checkpoint,
                                             const util::Clock& clock) const;

    const config::FeedSettings settings_;
    feed::Tailer tailer_;
    bool is_open_ = false;
    const clinical::Mapping& mapping_;
    HolePatience patience_;
    std::optional<util::HashKey> hash_key_;
    std::string header_; // that reader_ was made for
    std::unique_ptr<clinical::StudyReader> reader_;
};

} // namespace padchestd::ingest
