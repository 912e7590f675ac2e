#include "simulator/feed_writer.h"

#include "simulator/output_file.h"
#include "util/failure.h"

#include <memory>
#include <stdexcept>
#include <string>

namespace padchestd::simulator {
namespace {

// At once: how much is gathered before a write, and how many records between two looks at the stop token.
constexpr std::size_t kGathered = 1U << 20U;
constexpr std::uint64_t kRowsAtOnce = 2'000;

// Writes a feed piece by piece and knows where in it the file ends.
class Pen {
  public:
    Pen(FeedFile& file, const FeedOptions& feed, std::uint64_t limit)
        : file_(file)
        , generator_(make_feed(feed))
        , limit_(limit)
        , piece_(generator_->first_line()) {}

    // Passes over what the file has already; throws where it is something else.
    void find_end() {
        std::uint64_t at = 0;
        while (true) {
            const std::string there = file_.read(at, piece_.size());
            at += there.size();
            if (!piece_.starts_with(there) || (there.size() < piece_.size() && at != file_.size())) refuse();
            if (there.size() < piece_.size()) {
                torn_ = row_ && !there.empty();
                piece_.erase(0, there.size());
                return;
            }
            put_down();
            if (!load(false)) return at == file_.size() ? void() : refuse();
        }
    }

    void write(std::uint64_t rows) {
        std::string gathered;
        if (!row_) {
            gathered = piece_;
            put_down();
        }
        for (; rows > 0 && load(); --rows) {
            gathered += piece_;
            put_down();
            if (gathered.size() < kGathered) continue;
            file_.append(gathered);
            gathered.clear();
        }
        file_.append(gathered);
        (void)load(); // so that ended() knows
    }

    void write_half_of_next() {
        if (torn_ || !load()) return;
        const std::size_t half = piece_.size() / 2;
        file_.append(std::string_view(piece_).substr(0, half));
        piece_.erase(0, half);
        torn_ = true;
    }

    void mend() {
        if (torn_) write(1);
    }

    [[nodiscard]] bool ended() const { return ended_; }
    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    [[nodiscard]] std::uint64_t bad_rows() const { return bad_rows_; }

  private:
    // Has the next record in piece_, unless it is there already.
    bool load(bool limited = true) {
        if (!piece_.empty()) return true;
        const std::uint64_t bad = generator_->bad_records();
        ended_ = (limited && limit_ > 0 && rows_ >= limit_) || !generator_->next(piece_);
        bad_ = generator_->bad_records() > bad;
        return !ended_;
    }

    // piece_ is in the file, or about to be.
    void put_down() {
        if (row_) ++rows_;
        if (row_ && bad_) ++bad_rows_;
        row_ = true;
        torn_ = false;
        piece_.clear();
    }

    [[noreturn]] void refuse() const {
        throw util::Failure("cannot continue writing " + file_.path().string() +
                                ": it is not the beginning of this feed",
                            "was it written with other options (encounters, images, seed, bad records)?",
                            util::ExitCode::data);
    }

    FeedFile& file_;
    std::unique_ptr<Generator> generator_;
    std::uint64_t limit_;
    std::string piece_; // the header or a record, or what of it is not in the file yet
    bool row_ = false;  // piece_ is a record
    bool bad_ = false;  // and a bad one
    bool torn_ = false; // and its beginning is in the file
    bool ended_ = false;
    std::uint64_t rows_ = 0;
    std::uint64_t bad_rows_ = 0;
};

// Rows that are due by now and not written yet.
std::uint64_t due(double rows_per_second, std::chrono::nanoseconds elapsed, std::uint64_t written) {
    const auto wanted =
        static_cast<std::uint64_t>(rows_per_second * std::chrono::duration<double>(elapsed).count());
    return wanted > written ? wanted - written : 0;
}

} // namespace

WriteResult write_feed(const std::filesystem::path& path, const FeedOptions& feed, const WriteOptions& how,
                       const util::Clock& clock, const WriteHooks& hooks, const std::stop_token& stop) {
    const bool growing = how.rows_per_second > 0;
    if (growing && !hooks.sleep) throw std::invalid_argument("a growing feed needs a sleep");
    if (!(how.rows_per_second >= 0)) throw std::invalid_argument("rows per second: none negative");
    FeedFile file(path, how.resume);
    Pen pen(file, feed, how.rows);
    pen.find_end();
    const std::uint64_t resumed = pen.rows();
    const auto begin = clock.steady();
    while (!pen.ended() && !stop.stop_requested()) {
        pen.write(growing ? due(how.rows_per_second, clock.steady() - begin, pen.rows() - resumed)
                          : kRowsAtOnce);
        if (hooks.on_progress) hooks.on_progress(pen.rows());
        if (!growing || pen.ended()) continue;
        if (how.tear) pen.write_half_of_next();
        hooks.sleep(how.tick);
    }
    pen.mend();
    return {pen.rows(), resumed, pen.bad_rows(), file.size(), !pen.ended()};
}

} // namespace padchestd::simulator
