#include "feed/tailer.h"

#include "feed/open_feed.h"
#include "feed/record_reader.h"
#include "util/failure.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace padchestd::feed {

namespace {

// Records of a batch for which room is made at once: to grow, a vector needs the old room besides the new
// one.
constexpr std::uint64_t kMostReserved = 16'384;

} // namespace

struct Tailer::State {
    OpenFeed feed;
    Limits limits;
    // For records with the header's number of columns and delimiter. Each has a buffer: the second one is
    // read_ahead()'s, which makes it the first.
    std::unique_ptr<RecordReader> reader, other_reader;
    std::size_t columns = 0;
    char delimiter = ',';

    [[nodiscard]] std::unique_ptr<RecordReader> new_reader() const {
        return std::make_unique<RecordReader>(limits, columns, delimiter);
    }
    void take_header();
    // Where Batch::bytes_hash begins.
    [[nodiscard]] std::uint64_t hashed_from(const Batch& batch) const {
        return batch.start.byte_offset == feed.header().bytes.size() ? 0 : batch.start.byte_offset;
    }
    [[nodiscard]] bool begin(Position from, FinalRecord final_record, std::uint64_t holes_passed);
    [[nodiscard]] Batch read(Position from, FinalRecord final_record, std::uint64_t holes_passed);
    [[nodiscard]] std::optional<Record> one(Position start_of_it, std::uint64_t length, std::uint64_t end,
                                            FinalRecord final_record);
};

void Tailer::State::take_header() {
    const CsvHeader& header = feed.header();
    if (reader && header.names.size() == columns && header.delimiter == delimiter) return;
    columns = header.names.size();
    delimiter = header.delimiter;
    reader = new_reader();
    other_reader.reset();
}

// False: there is nothing after `from`.
bool Tailer::State::begin(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    if (from.byte_offset >= feed.source().size()) return false;
    const bool is_first = from.byte_offset == feed.header().bytes.size();
    reader->begin(feed.source(), from, feed.source().size(), final_record, holes_passed,
                  is_first ? feed.header().bytes : "");
    return true;
}

// The stretch at `start_of_it` if, read like this, it has that length.
std::optional<Record> Tailer::State::one(Position start_of_it, std::uint64_t length, std::uint64_t end,
                                         FinalRecord final_record) {
    reader->begin(feed.source(), start_of_it, end, final_record, kEveryHole);
    std::optional<Record> record = reader->next();
    if (record && record->length != length) record.reset();
    return record;
}

Tailer::Tailer(std::filesystem::path path, Limits limits, Declaration declaration)
    : state_(std::make_unique<State>(
          State{OpenFeed(std::move(path), std::move(declaration), limits.max_record_bytes), limits})) {}

Tailer::~Tailer() = default;

void Tailer::use_hash_key(const util::HashKey& key) {
    state_->feed.use_hash_key(key);
}

bool Tailer::open() {
    if (!state_->feed.open()) return false;
    state_->take_header();
    return true;
}

const ByteSource& Tailer::source() const {
    return state_->feed.source();
}
const CsvHeader& Tailer::header() const {
    return state_->feed.header();
}
std::uint64_t Tailer::size() const {
    return source().size();
}
std::chrono::system_clock::time_point Tailer::modified_at() const {
    return source().facts().modified_at;
}
std::chrono::system_clock::time_point Tailer::changed_at() const {
    return source().facts().changed_at;
}
Position Tailer::first_record() const {
    return {header().bytes.size(), 0};
}
Continuity Tailer::compare(const FeedIdentity& remembered, std::uint64_t offset) const {
    return state_->feed.compare(remembered, offset);
}
FeedIdentity Tailer::identity(std::uint64_t offset) const {
    return state_->feed.identity(offset);
}

Batch Tailer::State::read(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    Batch batch;
    batch.start = from;
    batch.end = from;
    if (!begin(from, final_record, holes_passed)) {
        feed.refuse_damage();
        if (feed.source().is_cut()) batch.waiting = Waiting::unfinished_record;
        return batch;
    }
    batch.records.reserve(static_cast<std::size_t>(std::min(limits.batch_records, kMostReserved)));
    while (const std::optional<Record> record = reader->next()) {
        const bool full = batch.records.size() >= limits.batch_records ||
                          batch.end.byte_offset - batch.start.byte_offset >= limits.batch_bytes;
        if (full && !batch.records.empty()) {
            batch.more = true;
            break;
        }
        reader->take();
        batch.records.push_back(*record);
        batch.end = {record->start.byte_offset + record->length, record->start.record_number + 1};
    }
    batch.pending = feed.source().size() - batch.end.byte_offset;
    batch.waiting = batch.more ? Waiting::nothing : reader->waiting();
    if (batch.records.empty()) feed.refuse_damage();
    if (batch.waiting == Waiting::nothing && !batch.more && feed.source().is_cut())
        batch.waiting = Waiting::unfinished_record;
    if (batch.waiting == Waiting::hole) batch.hole = reader->hole();
    batch.bytes_hash = reader->hash();
    return batch;
}

Batch Tailer::read(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    state_->feed.source().refresh();
    return state_->read(from, final_record, holes_passed);
}

Batch Tailer::read_ahead(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    State& state = *state_;
    if (!state.other_reader) state.other_reader = state.new_reader();
    std::swap(state.reader, state.other_reader);
    return state.read(from, final_record, holes_passed);
}

void Tailer::end_read_ahead() {
    state_->other_reader.reset();
}

bool Tailer::has_record(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    State& state = *state_;
    state.feed.source().refresh();
    return state.begin(from, final_record, holes_passed) && state.reader->next().has_value();
}

// The rest is hashed from the file, and then the whole is compared with what was parsed.
void Tailer::shorten(Batch& batch, std::size_t records) const {
    const Position end = batch.records.at(records).start;
    const auto rest = state_->feed.hash(state_->hashed_from(batch), end.byte_offset);
    const bool holds = still_holds(batch);
    batch.records.resize(records);
    batch.pending += batch.end.byte_offset - end.byte_offset;
    batch.end = end;
    batch.more = true;
    batch.waiting = Waiting::nothing;
    batch.hole.reset();
    batch.bytes_hash = rest && holds ? *rest : util::ContentHash{};
}

bool Tailer::still_holds(const Batch& batch) const {
    const State& state = *state_;
    return state.feed.starts_the_same() &&
           state.feed.hash(state.hashed_from(batch), batch.end.byte_offset) == batch.bytes_hash;
}

Record Tailer::read_one(Position start, std::uint64_t length) {
    State& state = *state_;
    state.feed.source().refresh();
    const std::uint64_t end = start.byte_offset + length;
    if (end > state.feed.source().size()) {
        throw util::Failure("the feed " + state.feed.path().string() + " ends before byte " +
                                std::to_string(end),
                            "is this still the file that the record was read from?", util::ExitCode::data);
    }
    // Most stretches can be read alone; the flaw of some is seen only after their end (a quote that is
    // never closed); and the last one of a file may have had no line end when it was taken.
    if (auto record = state.one(start, length, end, FinalRecord::wait)) return *record;
    if (auto record = state.one(start, length, state.feed.source().size(), FinalRecord::wait)) return *record;
    if (auto record = state.one(start, length, end, FinalRecord::take_it_now)) return *record;
    Record record;
    record.start = start;
    record.bytes = state.reader->unfinished();
    record.malformation = Malformation::open_quote;
    record.length = length;
    return record;
}

util::ContentHash Tailer::hash(std::uint64_t from, std::uint64_t to) const {
    return state_->feed.hash_of_all(from, to);
}

} // namespace padchestd::feed
