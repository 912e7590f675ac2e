#include "operation/feed_description.h"

#include "feed/feed_file.h"
#include "feed/open_source.h"
#include "feed/tailer.h"
#include "ingest/circuit_breaker.h"
#include "ingest/column_policy.h"
#include "ingest/feed_source.h"
#include "util/failure.h"
#include "util/printable.h"

#include <algorithm>
#include <vector>

namespace padchestd::operation {

namespace {

constexpr std::uint64_t kFormBytes = 8ULL << 20U; // of text, of which the form is told

std::string packing_of(const feed::FeedFile& file) {
    std::string start(4, '\0');
    start.resize(file.read(0, start.data(), start.size()));
    if (start.starts_with("\x1F\x8B")) return "gzip";
    return start == "\x28\xB5\x2F\xFD" ? "zstd" : "";
}

feed::TextForm form_of(const feed::ByteSource& source) {
    std::string bytes(static_cast<std::size_t>(std::min(source.size(), kFormBytes)), '\0');
    bytes.resize(source.read(0, bytes.data(), bytes.size()));
    return feed::text_form(bytes);
}

std::string delimiter_name(char delimiter) {
    if (delimiter == ';') return "semicolon";
    return delimiter == '\t' ? "tab" : "comma";
}

// Of the formats the one whose needed columns are there most; among equals the first of `mappings`.
FormatFit best_fit(const std::vector<const clinical::Mapping*>& mappings, const feed::CsvHeader& header) {
    std::optional<FormatFit> best;
    for (const auto* mapping : mappings) {
        auto found = fit(*mapping, header);
        const bool better = !best || (found.is_header && !best->is_header) ||
                            (found.is_header && found.lacking() < best->lacking());
        if (better) best = std::move(found);
    }
    return best.value_or(FormatFit{});
}

// What the header lacks, with the names that were perhaps meant.
util::Problem lacking_columns(const FormatFit& fit) {
    std::string names, near;
    for (const auto& column : fit.columns) {
        if (column.use != clinical::ColumnUse::needed) continue;
        if (column.state != ColumnState::missing && column.state != ColumnState::renamed) continue;
        names += (names.empty() ? "" : ", ") + column.name;
        if (column.state == ColumnState::renamed)
            near += (near.empty() ? "" : ", ") + util::printable(column.nearest) + " for " + column.name;
    }
    return {"the header lacks columns that the format " + std::string(fit.mapping->format()) +
                " needs: " + names,
            near.empty()
                ? "is this the right file and the right feed.format? columns are found by name, in any order"
                : "is it " + near + "? give the column the format's name",
            util::ExitCode::data};
}

util::Problem no_header(const FeedDescription& description, const FormatFit& fit) {
    if (description.column_count == 1)
        return {"the first line has one column only",
                "what is between its columns? comma, semicolon and tab can be read", util::ExitCode::data};
    return {
        "the first line is no header of the format " + std::string(fit.mapping->format()) +
            ": hardly a column's name is in it",
        "is the header missing, or is this another table? the names of its columns must be in its first line",
        util::ExitCode::data};
}

std::optional<util::Problem> too_many_rejected(const RecordsLookedAt& records,
                                               const config::IngestSettings& settings) {
    const ingest::CircuitBreaker breaker(settings);
    if (breaker.judge({records.read, records.rejected, {}}, {}).suspicion == ingest::Suspicion::none)
        return std::nullopt;
    return util::Problem{std::to_string(records.rejected) + " of the first " + std::to_string(records.read) +
                             " records cannot be loaded: the circuit breaker would pause the feed",
                         "do the reasons above point to one column? mend the export, or raise "
                         "ingest.max_reject_ratio",
                         util::ExitCode::data};
}

class Describer {
  public:
    Describer(const config::Settings& settings, const clinical::Mappings& mappings, FormatChoice choice)
        : settings_(settings)
        , configured_(mappings.at(settings.feed.format))
        , mappings_{&configured_} {
        if (choice == FormatChoice::configured) return;
        for (const auto* mapping : mappings.all()) {
            if (mapping != &configured_) mappings_.push_back(mapping);
        }
    }

    FeedDescription run(std::int64_t records) {
        try {
            look_at_file();
            look_at_text(records);
        } catch (const util::Failure& failure) {
            found_.problem = failure.problem();
        }
        return found_;
    }

  private:
    void look_at_file() {
        const auto file = feed::FeedFile::open(settings_.feed.path);
        if (!file)
            throw util::Failure("there is no file " + settings_.feed.path.string(), "is the path right?",
                                util::ExitCode::no_input);
        found_.size = found_.text_bytes = file->size();
        found_.compression = packing_of(*file);
        if (found_.compression.empty()) found_.form = form_of(*file); // also of one that cannot be read on
    }

    void look_at_text(std::int64_t records) {
        const auto batch = static_cast<std::uint64_t>(std::max<std::int64_t>(records, 1));
        const auto declared = ingest::declaration_of(settings_.feed);
        feed::Tailer tailer(settings_.feed.path,
                            {std::min<std::uint64_t>(batch, 10'000), settings_.ingest.batch_bytes,
                             settings_.feed.max_record_bytes},
                            declared);
        if (!tailer.open())
            throw util::Failure("the file holds no complete header line",
                                "is it empty, or still being written?", util::ExitCode::no_input);
        found_.text_bytes = tailer.size();
        found_.form =
            form_of(declared.encoding == feed::Encoding::utf8 ? tailer.source()
                                                              : *feed::open_source(settings_.feed.path));
        found_.delimiter = delimiter_name(tailer.header().delimiter);
        found_.column_count = tailer.header().names.size();
        found_.fit = best_fit(mappings_, tailer.header());
        found_.problem = look_at_records(tailer, records);
        if (!found_.problem) found_.problem = tailer.source().damage();
    }

    std::optional<util::Problem> look_at_records(feed::Tailer& tailer, std::int64_t records) {
        if (!found_.fit.is_header) return no_header(found_, found_.fit);
        if (found_.fit.lacking() > 0) return lacking_columns(found_.fit);
        ingest::check_columns(tailer.header(), *found_.fit.mapping, settings_.feed);
        if (auto damage = look_at_first_records(tailer, *found_.fit.mapping, records, found_.records))
            return util::Problem{"the export is damaged: " + *damage,
                                 "mend it at its source; `padchestd feed go-on` lets it pass as it is",
                                 util::ExitCode::data};
        return too_many_rejected(found_.records, settings_.ingest);
    }

    const config::Settings& settings_;
    const clinical::Mapping& configured_;
    std::vector<const clinical::Mapping*> mappings_;
    FeedDescription found_;
};

} // namespace

FeedDescription describe_feed(const config::Settings& settings, const clinical::Mappings& mappings,
                              FormatChoice choice, std::int64_t records) {
    return Describer(settings, mappings, choice).run(records);
}

std::string verdict(const FeedDescription& description) {
    if (description.problem) return "cannot be loaded: " + description.problem->what;
    std::string text = "can be loaded as format " + std::string(description.fit.mapping->format());
    const auto& records = description.records;
    if (records.rejected > 0)
        text += ", without " + std::to_string(records.rejected) + " of its first " +
                std::to_string(records.read) + " records, which go to quarantine";
    return text;
}

} // namespace padchestd::operation
