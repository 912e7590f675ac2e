#include "fhir/export.h"

#include "fhir/study_reader.h"
#include "pg/error.h"
#include "util/failure.h"

#include <future>

namespace padchestd::fhir {

namespace {

// 8 bytes tell two secrets apart, and nothing of them.
std::string key_of(const util::Secret& secret) {
    return Identifiers(secret).id("export", "key").substr(0, 16);
}

util::Failure other_request(const std::filesystem::path& folder, const std::string& what) {
    return {"cannot go on with the export in " + folder.string() + ": it was begun " + what,
            "repeat the command that was interrupted, or give another folder", util::ExitCode::usage};
}

bool same(const ExportKind& one, const ExportKind& other) {
    return one.key == other.key && one.options.source_ids == other.options.source_ids &&
           one.options.report_texts == other.options.report_texts;
}

ExportState begin(pg::Connection& connection, const ExportKind& kind, const ExportRequest& request) {
    ExportState state;
    state.kind = kind;
    if (!request.since.empty()) {
        const Manifest earlier = read_manifest(request.since);
        if (earlier.kind.key != kind.key)
            throw util::Failure("cannot export what is new since " + request.since.string() +
                                    ": that export is of another store",
                                "does --database name the one that was exported? Its secret is another",
                                util::ExitCode::data);
        state.since = earlier.checkpoint;
    }
    state.checkpoint = read_checkpoint(connection);
    return state;
}

void require_same(const ExportState& state, const ExportKind& kind, const ExportRequest& request) {
    if (!same(state.kind, kind)) throw other_request(request.output, "with other options or another store");
    const bool since = !request.since.empty();
    if (since != state.since.has_value() ||
        (since && read_manifest(request.since).checkpoint != *state.since))
        throw other_request(request.output, "with another --since");
}

class Export {
  public:
    Export(pg::Connection& connection, ResourceWriter writer, ExportFolder& folder, ExportState& state,
           int pieces_between_saves)
        : connection_(connection)
        , writer_(std::move(writer))
        , folder_(folder)
        , state_(state)
        , pieces_between_saves_(pieces_between_saves) {}

    // The server reads the next piece while this one is written.
    void studies(StudyReader reader, const std::stop_token& stop,
                 const std::function<void(std::uint64_t)>& on_progress) {
        const auto read_after = [&reader](std::string last) {
            return std::async(std::launch::async,
                              [&reader, last = std::move(last)] { return reader.after(last); });
        };
        std::uint64_t written = 0;
        int pieces = 0;
        auto next = read_after(state_.last_encounter);
        for (auto piece = next.get(); !piece.empty(); piece = next.get()) {
            next = read_after(piece.back().encounter_id);
            write(piece);
            written += piece.size();
            state_.last_encounter = piece.back().encounter_id;
            if (on_progress) on_progress(written);
            if (++pieces % pieces_between_saves_ == 0 || stop.stop_requested()) folder_.save(state_);
            if (stop.stop_requested()) throw pg::Interrupted("export the store");
        }
        folder_.save(state_);
    }

    // After the studies, so that none refers to a patient who came while they were written.
    void people() {
        write(read_facilities(connection_));
        std::string last;
        for (auto piece = patients_after(connection_, last); !piece.empty();
             piece = patients_after(connection_, last)) {
            last = piece.back().patient_id;
            write(piece);
        }
    }

  private:
    template<typename Row>
    void write(const std::vector<Row>& rows) {
        for (const auto& row : rows) writer_.write(row, lines_);
        for (std::size_t type = 0; type < kTypeNames.size(); ++type)
            state_.resources[type] += lines_.count(type);
        folder_.write(lines_);
        lines_.clear();
    }

    pg::Connection& connection_;
    ResourceWriter writer_;
    ExportFolder& folder_;
    ExportState& state_;
    int pieces_between_saves_;
    Lines lines_;
};

} // namespace

ExportReport export_store(pg::Connection& connection, const util::Secret& secret,
                          const ExportRequest& request, const std::stop_token& stop,
                          const std::function<void(std::uint64_t)>& on_progress) {
    const ExportKind kind{request.resources, key_of(secret)};
    ExportFolder folder(request.output);
    ExportReport report;
    report.resumed = folder.interrupted().has_value();
    if (report.resumed) require_same(*folder.interrupted(), kind, request);
    report.state = report.resumed ? *folder.interrupted() : begin(connection, kind, request);
    auto& state = report.state;
    std::optional<Stretches> only;
    if (state.since) only = written_since(connection, *state.since);
    folder.open(state);
    Export work(connection, ResourceWriter(secret, request.resources), folder, state,
                request.pieces_between_saves);
    work.studies(StudyReader(connection, std::move(only), request.piece), stop, on_progress);
    work.people();
    report.bytes = folder.finish(state);
    return report;
}

} // namespace padchestd::fhir
