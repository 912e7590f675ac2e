#include "operation/replay.h"

#include "feed/csv_parser.h"
#include "ingest/column_policy.h"
#include "ingest/draw_settings.h"
#include "ingest/feed_source.h"
#include "ingest/prepared_batch.h"
#include "log/event.h"
#include "pg/transaction.h"
#include "store/batch_ledger.h"
#include "store/patient_pool.h"
#include "store/reference_load.h"
#include "store/report_vectors.h"
#include "text_store/model_cache.h"
#include "util/failure.h"
#include "util/time_text.h"

namespace padchestd::operation {

namespace {

using store::Quarantined;

Quarantined find_open(pg::Connection& connection, const std::string& feed, std::int64_t id) {
    auto found = store::list_quarantined(connection, {feed, id});
    if (found.empty())
        throw util::Failure("cannot replay record " + std::to_string(id) +
                                ": no open one of that number is in quarantine",
                            "what does `padchestd quarantine list` show?", util::ExitCode::data);
    return std::move(found.front());
}

// The record to be tried again, with all that its views point into.
struct Held {
    feed::CsvHeader header;
    std::string text;                           // with the padding that the parser wants
    std::optional<feed::CsvParser> parser;      // holds the fields
    std::unique_ptr<ingest::FeedSource> source; // or the feed does
    feed::Record record;
};

// From the text that quarantine kept, under the header that it was read with.
void read_kept(Held& held, const Quarantined& quarantined, std::size_t max_bytes) {
    held.text = *quarantined.reject.record + "\n";
    const std::size_t length = held.text.size();
    held.text.append(feed::CsvParser::kPadding, '\0');
    held.parser.emplace(held.header.names.size(), max_bytes, held.header.delimiter);
    held.parser->restart(std::string_view(held.text).substr(0, length), 0);
    feed::Stretch stretch;
    if (held.parser->next(stretch) != feed::CsvParser::Found::stretch) return;
    held.record.bytes = std::string_view(held.text).substr(0, length);
    held.record.fields = stretch.fields;
    held.record.malformation = stretch.malformation;
}

// From the feed, where it is still the same one up to there.
bool read_from_feed(Held& held, const util::HashKey& key, const Quarantined& quarantined,
                    const config::Settings& settings, const clinical::Mapping& mapping,
                    const store::Checkpoint& checkpoint) {
    held.source = std::make_unique<ingest::FeedSource>(settings, mapping);
    held.source->use_hash_key(key);
    if (checkpoint.generation != quarantined.generation || !held.source->open(checkpoint)) return false;
    if (feed::is_new_generation(held.source->compare(checkpoint))) return false;
    held.record = held.source->tailer().read_one({static_cast<std::uint64_t>(quarantined.reject.byte_offset),
                                                  static_cast<std::uint64_t>(quarantined.reject.row_number)},
                                                 static_cast<std::uint64_t>(quarantined.reject.length));
    return true;
}

store::LedgerEntry ledger_entry(const Quarantined& quarantined, const std::string& feed,
                                std::int64_t batch_id, std::int64_t epoch, const std::string& at) {
    store::LedgerEntry entry;
    entry.feed = feed;
    entry.batch_id = batch_id;
    entry.kind = store::BatchKind::replay;
    entry.generation = quarantined.generation;
    entry.start_offset = static_cast<std::uint64_t>(quarantined.reject.byte_offset);
    entry.end_offset = static_cast<std::uint64_t>(quarantined.reject.byte_offset + quarantined.reject.length);
    entry.first_row = static_cast<std::uint64_t>(quarantined.reject.row_number);
    entry.last_row = entry.first_row + 1;
    entry.bytes_hash = quarantined.record_hash;
    entry.epoch = epoch;
    entry.started_at = entry.committed_at = at;
    return entry;
}

ReplayEnd end_of(store::Outcome outcome) {
    switch (outcome) {
    case store::Outcome::loaded:
        return ReplayEnd::loaded;
    case store::Outcome::unchanged:
        return ReplayEnd::unchanged;
    case store::Outcome::superseded:
        break;
    }
    return ReplayEnd::superseded;
}

ReplayReport load(pg::Connection& connection, const clinical::StudyRecord& study, const Held& held,
                  std::int64_t quarantine_id, const config::Settings& settings,
                  const clinical::Mapping& mapping, const std::string& at) {
    const auto& feed = settings.feed.name;
    store::KnownTerms known;
    store::add_unknown_terms(connection, {&study, 1}, known, at);
    pg::Transaction transaction(connection);
    const auto batch_id =
        store::take_batch_id(connection, feed, at); // waits for a running batch, keeps the next one out
    const auto checkpoint = store::read_checkpoint(connection, feed).value();
    const auto quarantined = find_open(connection, feed, quarantine_id); // as it is now
    const auto pool_version = store::hold_pool(connection);
    const auto pool = store::read_pool(connection);
    if (pool.version != pool_version)
        throw std::logic_error("the pool of patients changed while it was held");
    ingest::refuse_other_draw(settings, pool.draw.how());
    store::AssignmentBook book(pool.draw);
    auto choice = pool.draw.how() == clinical::Draw::by_patient
                      ? store::PatientChoice(pool.draw, book, settings.feed.facility)
                      : store::PatientChoice(pool.draw);
    const store::Replay rules{checkpoint.generation, [&](const auto&) { return quarantined.later; }};
    const auto reject = [&](const auto&, std::string_view reason, std::string_view column) {
        return ingest::make_reject(mapping, held.header, held.record, reason, column);
    };
    text_store::ModelCache cache;
    const auto in_use = cache.hold(connection);
    std::optional<store::ReportVectors> vectors;
    if (in_use) vectors.emplace(store::ReportVectors{*in_use->model, in_use->id, in_use->type});
    // Of the feed's own bytes, not of the blanked ones.
    const auto record_hash = [&](const auto&) { return quarantined.record_hash; };
    const auto result = store::load_studies(connection, {&study, 1},
                                            {mapping, choice, feed, settings.feed.facility, at, record_hash,
                                             &rules, true, reject, vectors ? &*vectors : nullptr});
    if (!result.rejects.empty())
        return {ReplayEnd::rejected, result.rejects[0].reason, result.rejects[0].column};
    const auto end = end_of(result.outcomes.front());
    store::resolve_quarantined(connection, quarantine_id,
                               end == ReplayEnd::superseded ? "superseded" : "replayed", batch_id, at);
    store::write_ledger(connection, ledger_entry(quarantined, feed, batch_id, checkpoint.epoch, at), result);
    transaction.commit();
    log::event(log::Level::info, "replayed", {{"batch", batch_id}, {"end", name(end)}});
    return {end, "", ""};
}

} // namespace

const char* name(ReplayEnd end) {
    switch (end) {
    case ReplayEnd::loaded:
        return "loaded";
    case ReplayEnd::unchanged:
        return "unchanged";
    case ReplayEnd::superseded:
        return "superseded";
    case ReplayEnd::rejected:
        return "rejected";
    case ReplayEnd::gone:
        return "gone";
    }
    return "gone";
}

ReplayReport replay(pg::Connection& connection, std::int64_t quarantine_id, const config::Settings& settings,
                    const clinical::Mapping& mapping, const util::Clock& clock) {
    const auto quarantined = find_open(connection, settings.feed.name, quarantine_id);
    const auto checkpoint = store::read_checkpoint(connection, settings.feed.name).value();
    Held held;
    held.header = ingest::generation_header(connection, settings.feed, quarantined.generation);
    if (quarantined.reject.record) {
        read_kept(held, quarantined, settings.feed.max_record_bytes);
    } else if (!read_from_feed(held, store::read_hash_key(connection), quarantined, settings, mapping,
                               checkpoint)) {
        return {ReplayEnd::gone, "", ""};
    }
    held.record.start = {static_cast<std::uint64_t>(quarantined.reject.byte_offset),
                         static_cast<std::uint64_t>(quarantined.reject.row_number)};
    held.record.length = static_cast<std::uint64_t>(quarantined.reject.length);
    if (held.record.malformation)
        return {ReplayEnd::rejected, std::string(feed::name(*held.record.malformation)), ""};
    const auto reader = mapping.reader(held.header);
    reader->use_hash_key(store::read_hash_key(connection));
    auto transformed = (*reader)(held.record, quarantined.generation);
    if (const auto* rejection = std::get_if<clinical::Rejection>(&transformed))
        return {ReplayEnd::rejected, std::string(clinical::name(rejection->reason)),
                std::string(rejection->column)};
    auto& study = std::get<clinical::StudyRecord>(transformed);
    return load(connection, study, held, quarantine_id, settings, mapping, util::rfc3339(clock.now()));
}

} // namespace padchestd::operation
