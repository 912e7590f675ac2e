#pragma once
// How one format of feed becomes studies: all that the layers between the file and the tables know of a
// feed's form. Each format has a folder of lib/ with one implementation (lib/padchest is the first); the
// daemon puts them together (daemon/mappings.h).

#include "clinical/feed_column.h"
#include "clinical/known_feed.h"
#include "clinical/rejection.h"
#include "clinical/study.h"
#include "clinical/term.h"
#include "feed/csv_header.h"
#include "feed/record.h"
#include "util/hash_key.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace padchestd::clinical {

// The keys of a record that may be no valid study, as far as they can be read.
struct RecordKeys {
    std::optional<std::string> encounter_id;
    std::optional<std::string> procedure_id;
    std::optional<std::string> report_id;
};

// Reads the records of a feed with one header. For one thread at a time.
class StudyReader {
  public:
    StudyReader() = default;
    virtual ~StudyReader() = default;
    StudyReader(const StudyReader&) = delete;
    StudyReader& operator=(const StudyReader&) = delete;

    // `record` is not malformed and has as many fields as the header. Views in the result point into
    // `record` and into this object. They end with the record's buffer or with the second begin_batch()
    // after the call, whichever is first: while a batch is written to the database, the next one is read
    // already.
    [[nodiscard]] virtual std::variant<StudyRecord, Rejection> operator()(const feed::Record& record,
                                                                          std::int32_t generation) = 0;

    // The target database's hash key, a secret. A format whose own ids name a person makes its ids with it;
    // other formats ignore it. Call it before the first record.
    virtual void use_hash_key(const util::HashKey& key) { (void)key; }

    // Bounds the memory of interned texts.
    virtual void begin_batch() = 0;

    // An estimate of the memory of texts that were new since begin_batch(). The caller ends a batch before
    // it grows too large: the vocabulary of a feed may have no bound.
    [[nodiscard]] virtual std::size_t new_bytes() const = 0;
};

// Stateless and thread-safe; lives as long as the program.
class Mapping {
  public:
    Mapping() = default;
    virtual ~Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    // The format's name, the value of feed.format: `padchest`.
    [[nodiscard]] virtual std::string_view format() const = 0;

    // The columns that a feed of this format must have and `header` lacks. Empty: the header fits.
    [[nodiscard]] virtual std::vector<std::string> missing_columns(const feed::CsvHeader& header) const = 0;

    // All columns that a feed of this format has, in the order of its exports. By default the needed ones.
    [[nodiscard]] virtual std::vector<FeedColumn> feed_columns() const;

    // Throws util::Failure (data) where the header does not fit. The reader may outlive `header`.
    [[nodiscard]] virtual std::unique_ptr<StudyReader> reader(const feed::CsvHeader& header) const = 0;

    // `header` need not fit, and the record need not be valid.
    [[nodiscard]] virtual RecordKeys keys(const feed::CsvHeader& header,
                                          const feed::Record& record) const = 0;

    // The record as quarantine keeps it: every cell that identifies a person, or might, is empty. Still a CSV
    // record with the header's number of fields, without the line end. Nothing where the record could not be
    // split into fields, or where its cells may not be in their columns.
    [[nodiscard]] virtual std::optional<std::string> blanked(const feed::CsvHeader& header,
                                                             const feed::Record& record) const = 0;

    // The feed's column that gives this field. Static.
    [[nodiscard]] virtual std::string_view column(Field field) const = 0;

    // The columns of ods.procedures that it gives, in the order of Procedure::values. Static.
    [[nodiscard]] virtual std::span<const ImageColumn> image_columns() const = 0;

    // The terms that the feed's labels are checked against. Static.
    [[nodiscard]] virtual ReferenceTerms reference_terms() const = 0;

    // Of the reports' texts: ISO 639-1. Static.
    [[nodiscard]] virtual std::string_view language() const = 0;

    // The day that every study is given, where feeds of this format have no dates. Nothing where they have.
    [[nodiscard]] virtual std::optional<Date> stated_date() const { return std::nullopt; }

    // The name of a facility that is new to the store: the hospital's where the format knows it, else the id.
    [[nodiscard]] virtual std::string facility_name(std::string_view facility_id) const = 0;

    // Feeds of this format whose content is public. Static.
    [[nodiscard]] virtual std::span<const KnownFeed> known_feeds() const { return {}; }

    // What in this batch shows that the whole export is damaged, though its cells look valid: column, rows
    // and likely cause, no cell's content. Nothing where the batch is plausible. `refused`: the records that
    // are malformed or were rejected. `accepted`: the studies of all other `records`, in their order.
    [[nodiscard]] virtual std::optional<std::string>
    export_damage(const feed::CsvHeader& header, std::span<const feed::Record> records,
                  std::span<const feed::Record* const> refused, std::span<const StudyRecord> accepted) const {
        (void)header, (void)records, (void)refused, (void)accepted;
        return std::nullopt;
    }
};

// Those of `names` that the header lacks.
[[nodiscard]] std::vector<std::string> missing_names(const feed::CsvHeader& header,
                                                     std::span<const std::string_view> names);

// Returns `header`. Throws util::Failure (data) with the names of `missing`, which its format needs, or
// with a name that occurs twice. `what`: `the table of X`.
const feed::CsvHeader& fitting(const feed::CsvHeader& header, const std::vector<std::string>& missing,
                               std::string_view what);

// The formats that the program knows.
class Mappings {
  public:
    // All outlive it. At least one.
    explicit Mappings(std::vector<const Mapping*> all)
        : all_(std::move(all)) {}

    // Throws util::Failure (config) where no format has this name.
    [[nodiscard]] const Mapping& at(std::string_view format) const;

    [[nodiscard]] const std::vector<const Mapping*>& all() const { return all_; }

  private:
    std::vector<const Mapping*> all_;
};

} // namespace padchestd::clinical
