#include "ingest/database.h"

#include "ingest/first_load_end.h"
#include "log/event.h"
#include "pg/migrator.h"
#include "store/early_encounter.h"
#include "store/patient_pool.h"
#include "store/reference_load.h"
#include "store/writer_lock.h"
#include "synthetic/patients.h"
#include "text_store/vector_index.h"
#include "util/failure.h"
#include "util/time_text.h"
#include "util/version.h"

#include <algorithm>
#include <fstream>

namespace padchestd::ingest {

namespace {

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

// 64 hex digits, a newline after them or not.
util::Secret read_secret(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string text;
    if (!stream || !(stream >> text))
        throw util::Failure("cannot read the draw's secret from " + file.string(),
                            "does the file of patients.secret_file exist, and may this user read it?",
                            util::ExitCode::config);
    util::Secret secret{};
    bool valid = text.size() == secret.size() * 2;
    for (std::size_t i = 0; valid && i < secret.size(); ++i) {
        const int high = hex_digit(text[2 * i]);
        const int low = hex_digit(text[2 * i + 1]);
        valid = high >= 0 && low >= 0;
        secret[i] = static_cast<std::uint8_t>((high << 4) | low);
    }
    if (!valid)
        throw util::Failure("cannot use the draw's secret in " + file.string() +
                                ": it is not 64 hexadecimal digits",
                            "was it made by `openssl rand -hex 32`?", util::ExitCode::config);
    return secret;
}

store::PatientRow to_row(const synthetic::SyntheticPatient& patient) {
    store::PatientRow row{
        patient.patient_id, std::string(1, patient.sex), patient.birth_date, patient.location, {}};
    for (const auto& move : patient.moves) row.moves.push_back({move.valid_from, move.location});
    return row;
}

} // namespace

pg::SessionOptions session_options(const config::PostgresSettings& settings, std::string_view role,
                                   std::stop_token stop, std::function<void()> on_wait) {
    pg::SessionOptions options;
    options.conninfo = settings.conninfo;
    options.role = role;
    options.connect_timeout = settings.connect_timeout;
    options.statement_timeout = settings.statement_timeout;
    options.lock_timeout = settings.lock_timeout;
    options.stop = std::move(stop);
    options.on_wait = std::move(on_wait);
    return options;
}

pg::GroupRoles group_roles(const config::RoleSettings& settings) {
    return {settings.owner, settings.ingest, settings.analyst};
}

std::chrono::milliseconds takeover_after(const config::Settings& settings) {
    return std::max(settings.fencing.takeover_after, 2 * settings.schedule.interval);
}

std::int64_t seed_patients(pg::Connection& connection, std::uint64_t count, std::uint64_t seed,
                           const util::Clock& clock) {
    std::vector<store::PatientRow> rows;
    rows.reserve(count);
    for (const auto& patient : synthetic::synthetic_patients(count, seed)) rows.push_back(to_row(patient));
    const std::int64_t added = store::seed_patients(connection, rows, util::rfc3339(clock.now()));
    if (added > 0) log::event(log::Level::info, "patients_seeded", {{"patients", added}});
    return added;
}

int migrate(pg::Connection& connection, const config::Settings& settings) {
    const auto status = pg::migration_status(connection, pg::built_in_migrations());
    const bool is_due = std::any_of(status.begin(), status.end(),
                                    [](const auto& one) { return one.state == pg::MigrationState::pending; });
    if (is_due) end_first_load(connection);
    const int applied =
        pg::migrate(connection, pg::built_in_migrations(), util::version(), group_roles(settings.roles));
    if (text_store::adopt_pgvector(connection)) log::event(log::Level::info, "embeddings_converted", {});
    return applied;
}

void write_references(pg::Connection& connection, const config::Settings& settings,
                      const clinical::Mapping& mapping, std::string_view at) {
    const auto terms = store::sync_taxonomy(connection, mapping.reference_terms(), at);
    if (terms > 0) log::event(log::Level::info, "taxonomy_synced", {{"rows", terms}});
    store::note_undated_feed(connection, settings.feed.name, mapping.stated_date());
    store::ensure_facility(connection, settings.feed.facility, mapping.facility_name(settings.feed.facility),
                           at);
}

clinical::Draw draw_of(const config::Settings& settings) {
    switch (settings.patients.draw) {
    case config::PatientDraw::matched:
        return clinical::Draw::matched;
    case config::PatientDraw::by_patient:
        return clinical::Draw::by_patient;
    case config::PatientDraw::uniform:
        break;
    }
    return clinical::Draw::uniform;
}

void refuse_other_draw(const config::Settings& settings, clinical::Draw stored) {
    if (stored == draw_of(settings)) return;
    util::Problem problem{
        "cannot give studies patients by the draw " + std::string(clinical::name(draw_of(settings))) +
            ": those of the store have theirs by the draw " + std::string(clinical::name(stored)),
        "is patients.draw right? `padchestd redraw` gives every study a patient by the new "
        "draw, while no daemon runs",
        util::ExitCode::config, true};
    throw util::Failure(problem);
}

void prepare_database(pg::Connection& connection, const config::Settings& settings,
                      const clinical::Mapping& mapping, const util::Clock& clock) {
    const auto ended = store::end_stopped_transactions(connection, takeover_after(settings));
    if (ended > 0) log::event(log::Level::warning, "stopped_sessions_ended", {{"sessions", ended}});
    const int applied = migrate(connection, settings);
    if (applied > 0) log::event(log::Level::info, "migrated", {{"migrations", applied}});
    const std::string at = util::rfc3339(clock.now());
    write_references(connection, settings, mapping, at);
    const auto& patients = settings.patients;
    store::ensure_secret(
        connection,
        patients.secret_file.empty() ? std::nullopt : std::optional(read_secret(patients.secret_file)), at);
    refuse_other_draw(settings, store::settle_draw(connection, draw_of(settings)));
    // Each source patient needs one: a larger count adds to the pool. The other draws keep the pool they
    // began with.
    if (store::count_patients(connection) == 0 || settings.patients.draw == config::PatientDraw::by_patient)
        seed_patients(connection, patients.count, patients.seed, clock);
    if (settings.patients.draw == config::PatientDraw::by_patient) return;
    const auto redrawn = store::redraw_early_encounters(connection, at);
    if (redrawn > 0) log::event(log::Level::warning, "patients_redrawn", {{"encounters", redrawn}});
}

} // namespace padchestd::ingest
