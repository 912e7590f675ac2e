#include "feed/tailer.h"

#include "feed/header_reader.h"
#include "feed/open_source.h"
#include "feed/record_reader.h"
#include "util/failure.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace padchestd::feed {

struct Tailer::State {
    std::filesystem::path path;
    Limits limits;
    Declaration declaration;
    std::unique_ptr<ByteSource> source;
    std::string start; // the file's first bytes, at most kWindow, as of open()
    CsvHeader header;
    // For records with `header`'s columns and delimiter. Each has a buffer: the second one is read_ahead()'s,
    // which makes it the first.
    std::unique_ptr<RecordReader> reader, other_reader;
    std::optional<util::HashKey> hash_key;

    [[nodiscard]] util::KeyedHash keyed(const util::ContentHash& bytes) const {
        return hash_key.value()(bytes);
    }

    bool read_start();
    void take_header(CsvHeader found);
    [[nodiscard]] std::optional<util::ContentHash> hash(std::uint64_t from, std::uint64_t to) const;
    [[nodiscard]] util::ContentHash hash_of_all(std::uint64_t from, std::uint64_t to) const;
    // Where Batch::bytes_hash begins.
    [[nodiscard]] std::uint64_t hashed_from(const Batch& batch) const {
        return batch.start.byte_offset == header.bytes.size() ? 0 : batch.start.byte_offset;
    }
    [[nodiscard]] bool begin(Position from, FinalRecord final_record, std::uint64_t holes_passed);
    [[nodiscard]] Batch read(Position from, FinalRecord final_record, std::uint64_t holes_passed);
    [[nodiscard]] std::optional<Record> one(Position start_of_it, std::uint64_t length, std::uint64_t end,
                                            FinalRecord final_record);
};

// The header, which is nearly always within the first window. False while it is not complete.
bool Tailer::State::read_start() {
    start.resize(static_cast<std::size_t>(std::min(source->size(), kWindow)));
    start.resize(source->read(0, start.data(), start.size()));
    if (!header.bytes.empty() && start.compare(0, header.bytes.size(), header.bytes) == 0) return true;

    const auto longest = static_cast<std::size_t>(limits.max_record_bytes);
    std::optional<CsvHeader> found = read_header(start, longest);
    if (!found && source->size() > start.size()) {
        std::string more(
            static_cast<std::size_t>(std::min(source->size(), kWindow + limits.max_record_bytes)), '\0');
        more.resize(source->read(0, more.data(), more.size()));
        found = read_header(more, longest);
    }
    if (found) take_header(std::move(*found));
    return found.has_value();
}

void Tailer::State::take_header(CsvHeader found) {
    if (!reader || found.names.size() != header.names.size() || found.delimiter != header.delimiter) {
        reader = std::make_unique<RecordReader>(limits, found.names.size(), found.delimiter);
        other_reader.reset();
    }
    header = std::move(found);
    rename_columns(header, declaration.renamed);
}

// Nothing where the file ends before `to`.
std::optional<util::ContentHash> Tailer::State::hash(std::uint64_t from, std::uint64_t to) const {
    util::Hasher hasher;
    std::string piece;
    while (from < to) {
        piece.resize(static_cast<std::size_t>(std::min(to - from, kWindow)));
        if (source->read(from, piece.data(), piece.size()) < piece.size()) return std::nullopt;
        hasher.bytes(piece);
        from += piece.size();
    }
    return hasher.digest();
}

util::ContentHash Tailer::State::hash_of_all(std::uint64_t from, std::uint64_t to) const {
    if (const auto digest = hash(from, to)) return *digest;
    throw util::Failure("the feed " + path.string() + " ends before byte " + std::to_string(to),
                        "was the file cut while it was read?", util::ExitCode::temporary);
}

// False: there is nothing after `from`.
bool Tailer::State::begin(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    if (from.byte_offset >= source->size()) return false;
    const bool is_first = from.byte_offset == header.bytes.size();
    reader->begin(*source, from, source->size(), final_record, holes_passed, is_first ? header.bytes : "");
    return true;
}

// The stretch at `start_of_it` if, read like this, it has that length.
std::optional<Record> Tailer::State::one(Position start_of_it, std::uint64_t length, std::uint64_t end,
                                         FinalRecord final_record) {
    reader->begin(*source, start_of_it, end, final_record, kEveryHole);
    std::optional<Record> record = reader->next();
    if (record && record->length != length) record.reset();
    return record;
}

namespace {

void refuse_damage(const ByteSource& source) {
    if (source.damage()) throw util::Failure(*source.damage());
}

} // namespace

Tailer::Tailer(std::filesystem::path path, Limits limits, Declaration declaration)
    : state_(std::make_unique<State>()) {
    state_->path = std::move(path);
    state_->limits = limits;
    state_->declaration = std::move(declaration);
}

Tailer::~Tailer() = default;

void Tailer::use_hash_key(const util::HashKey& key) {
    state_->hash_key = key;
}

bool Tailer::open() {
    state_->source = open_source(state_->path, state_->declaration.encoding, std::move(state_->source));
    if (!state_->source) return false;
    if (state_->read_start()) return true;
    refuse_damage(*state_->source);
    return false;
}

const ByteSource& Tailer::source() const {
    return *state_->source;
}
const CsvHeader& Tailer::header() const {
    return state_->header;
}
std::uint64_t Tailer::size() const {
    return state_->source->size();
}
std::chrono::system_clock::time_point Tailer::modified_at() const {
    return state_->source->facts().modified_at;
}
std::chrono::system_clock::time_point Tailer::changed_at() const {
    return state_->source->facts().changed_at;
}
Position Tailer::first_record() const {
    return {state_->header.bytes.size(), 0};
}

Continuity Tailer::compare(const FeedIdentity& remembered, std::uint64_t offset) const {
    const State& state = *state_;
    const ByteSource& source = *state.source;
    if (source.size() < offset) return Continuity::shrunk;
    if (state.keyed(util::content_hash(state.header.bytes)) != remembered.header_hash)
        return Continuity::other_start;
    const std::string_view start = state.start;
    if (start.size() < remembered.prefix_length) return Continuity::shrunk;
    if (state.keyed(util::content_hash(start.substr(0, remembered.prefix_length))) !=
        remembered.prefix_hash) {
        return Continuity::other_start;
    }
    const auto window = state.hash(offset - std::min(offset, remembered.window_length), offset);
    if (!window) return Continuity::shrunk;
    if (state.keyed(*window) != remembered.window_hash) return Continuity::edited;
    const FileFacts& facts = source.facts();
    const bool same_file = facts.device == remembered.device && facts.inode == remembered.inode;
    return same_file ? Continuity::same : Continuity::moved;
}

FeedIdentity Tailer::identity(std::uint64_t offset) const {
    const State& state = *state_;
    FeedIdentity identity;
    identity.header_hash = state.keyed(util::content_hash(state.header.bytes));
    identity.prefix_length = std::min(offset, kWindow);
    const std::string_view start = state.start;
    identity.prefix_hash = state.keyed(start.size() >= identity.prefix_length
                                           ? util::content_hash(start.substr(0, identity.prefix_length))
                                           : state.hash_of_all(0, identity.prefix_length));
    identity.window_length = std::min(offset, kWindow);
    identity.window_hash = state.keyed(state.hash_of_all(offset - identity.window_length, offset));
    identity.device = state.source->facts().device;
    identity.inode = state.source->facts().inode;
    return identity;
}

Batch Tailer::State::read(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    Batch batch;
    batch.start = from;
    batch.end = from;
    if (!begin(from, final_record, holes_passed)) {
        refuse_damage(*source);
        if (source->is_cut()) batch.waiting = Waiting::unfinished_record;
        return batch;
    }
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
    batch.pending = source->size() - batch.end.byte_offset;
    batch.waiting = batch.more ? Waiting::nothing : reader->waiting();
    if (batch.records.empty()) refuse_damage(*source);
    if (batch.waiting == Waiting::nothing && !batch.more && source->is_cut())
        batch.waiting = Waiting::unfinished_record;
    if (batch.waiting == Waiting::hole) batch.hole = reader->hole();
    batch.bytes_hash = reader->hash();
    return batch;
}

Batch Tailer::read(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    state_->source->refresh();
    return state_->read(from, final_record, holes_passed);
}

Batch Tailer::read_ahead(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    State& state = *state_;
    if (!state.other_reader)
        state.other_reader =
            std::make_unique<RecordReader>(state.limits, state.header.names.size(), state.header.delimiter);
    std::swap(state.reader, state.other_reader);
    return state.read(from, final_record, holes_passed);
}

bool Tailer::has_record(Position from, FinalRecord final_record, std::uint64_t holes_passed) {
    State& state = *state_;
    state.source->refresh();
    return state.begin(from, final_record, holes_passed) && state.reader->next().has_value();
}

// The rest is hashed from the file, and then the whole is compared with what was parsed.
void Tailer::shorten(Batch& batch, std::size_t records) const {
    const Position end = batch.records.at(records).start;
    const auto rest = state_->hash(state_->hashed_from(batch), end.byte_offset);
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
    std::string start(state.start.size(), '\0');
    start.resize(state.source->read(0, start.data(), start.size()));
    return start == state.start &&
           state.hash(state.hashed_from(batch), batch.end.byte_offset) == batch.bytes_hash;
}

Record Tailer::read_one(Position start, std::uint64_t length) {
    State& state = *state_;
    state.source->refresh();
    const std::uint64_t end = start.byte_offset + length;
    if (end > state.source->size()) {
        throw util::Failure("the feed " + state.path.string() + " ends before byte " + std::to_string(end),
                            "is this still the file that the record was read from?", util::ExitCode::data);
    }
    // Most stretches can be read alone; the flaw of some is seen only after their end (a quote that is
    // never closed); and the last one of a file may have had no line end when it was taken.
    if (auto record = state.one(start, length, end, FinalRecord::wait)) return *record;
    if (auto record = state.one(start, length, state.source->size(), FinalRecord::wait)) return *record;
    if (auto record = state.one(start, length, end, FinalRecord::take_it_now)) return *record;
    Record record;
    record.start = start;
    record.bytes = state.reader->unfinished();
    record.malformation = Malformation::open_quote;
    record.length = length;
    return record;
}

util::ContentHash Tailer::hash(std::uint64_t from, std::uint64_t to) const {
    return state_->hash_of_all(from, to);
}

} // namespace padchestd::feed
