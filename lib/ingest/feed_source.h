#pragma once
// The feed as the cycle sees it: the open file of those that feed.path names, the reader of its records, and
// how it relates to the checkpoint.

#include "clinical/mapping.h"
#include "config/settings.h"
#include "feed/file_series.h"
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

    // The database's key, for the hashes of the file's identity and for the ids of some formats. Call it
    // before the first comparison and the first record.
    void use_hash_key(const util::HashKey& key);

    // Lists the files of feed.path again, and opens the one to read (file_to_read()). False: there is no
    // file yet. Throws util::Failure (a directory, unreadable, a missing column, a file that is
    // gone).
    [[nodiscard]] bool open(const std::optional<store::Checkpoint>& checkpoint);

    // The same for one of the files, as of the last listing. False: it is not there, or has no header yet.
    [[nodiscard]] bool open_file(const std::string& name);

    // Whether the series goes on after the open file, as of the last listing: the open one is complete then.
    [[nodiscard]] bool has_next() const { return series_.after(file_) != nullptr; }

    // Opens the next file. False: there is none, or it has no header yet; the open file stays open.
    [[nodiscard]] bool open_next();

    // Whether the last open() found a feed.
    [[nodiscard]] bool is_open() const { return is_open_; }

    // Of the open file: its name within its folder.
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] const feed::FileSeries& series() const { return series_; }

    // On disk, as of the last listing: of a file (none: it is not there), and of all after the open one.
    [[nodiscard]] std::optional<std::uint64_t> size_of(std::string_view name) const;
    [[nodiscard]] std::uint64_t bytes_after() const { return series_.bytes_after(file_); }

    // Whether all of a series was read, as of the last listing: the checkpoint's file is gone after it was
    // read to its end, and no file comes after it.
    [[nodiscard]] bool is_exhausted(const std::optional<store::Checkpoint>& checkpoint) const;

    // Why there is nothing to open, or no next file: what an operator reads.
    [[nodiscard]] util::Problem no_feed() const;

    // Where the next batch is read from: the header's end while nothing of a generation was read.
    [[nodiscard]] feed::Position start_of(const store::Checkpoint& checkpoint) const;

    // The relation of the open file to the checkpoint. Another file of a series is always a new generation.
    [[nodiscard]] feed::Continuity compare(const store::Checkpoint& checkpoint) const;

    // A new generation was opened.
    void begin_generation() { patience_.forget(); }

    // Whether the open file still is the checkpoint's, and still holds what `batch`, read from there, was
    // parsed from. Asked before a commit: the file may be replaced while it is read.
    [[nodiscard]] bool still_holds(const store::Checkpoint& checkpoint, const feed::Batch& batch) const;

    // Whether there is anything to do after the checkpoint: a whole record, another generation, or the next
    // file. Empty lines, an unfinished record and a hole that is waited for are not. Ends the views of what
    // was read before.
    [[nodiscard]] bool work_waits(const store::Checkpoint& checkpoint, const util::Clock& clock);

    // The next records; waits for a last line without newline as feed.final_record sets it (where a next file
    // is there: for feed.final_record_timeout), and for holes as feed.hole_timeout and the operator's
    // decision in the checkpoint do.
    [[nodiscard]] feed::Batch read(const store::Checkpoint& checkpoint, const util::Clock& clock);

    // How read() would read at this moment.
    struct HowToRead {
        feed::FinalRecord final_record;
        std::uint64_t holes_passed;
    };
    [[nodiscard]] HowToRead how_to_read(const store::Checkpoint& checkpoint, const util::Clock& clock) const {
        return {final_record(clock), holes_passed(checkpoint, clock)};
    }

    // The records from `from`, the end of a batch that has more, on a thread of their own:
    // feed::Tailer::read_ahead().
    [[nodiscard]] feed::Batch read_ahead(feed::Position from, const HowToRead& how);

    // Whether `read`, the last of the open file, ended with all of it, and the next file waits.
    [[nodiscard]] bool is_finished(const feed::Batch& read) const;

    // Whether the file ends with the batch: not even part of a record follows.
    [[nodiscard]] bool is_at_end(const feed::Batch& read) const;

    [[nodiscard]] feed::Tailer& tailer() { return *tailer_; }
    [[nodiscard]] const feed::Tailer& tailer() const { return *tailer_; }
    [[nodiscard]] const clinical::Mapping& mapping() const { return mapping_; }
    [[nodiscard]] clinical::StudyReader& reader() { return *reader_; }

  private:
    [[nodiscard]] std::unique_ptr<feed::Tailer> tailer_of(const std::string& name) const;
    void take_header();
    [[nodiscard]] feed::FinalRecord final_record(const util::Clock& clock) const;
    [[nodiscard]] std::uint64_t holes_passed(const store::Checkpoint& checkpoint,
                                             const util::Clock& clock) const;

    const config::FeedSettings settings_;
    const feed::Limits limits_;
    std::optional<util::HashKey> hash_key_;
    feed::FileSeries series_;
    std::string file_;                     // that tailer_ reads
    std::unique_ptr<feed::Tailer> tailer_; // never empty
    bool is_open_ = false;
    const clinical::Mapping& mapping_;
    HolePatience patience_;
    std::string header_; // that reader_ was made for
    std::unique_ptr<clinical::StudyReader> reader_;
};

} // namespace padchestd::ingest
