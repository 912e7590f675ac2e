#include "ingest/database.h"

#include "ingest/draw_settings.h"
#include "ingest/first_load_end.h"
#include "ingest/patient_seed.h"
#include "ingest/session_settings.h"
#include "log/event.h"
#include "pg/migrator.h"
#include "store/early_encounter.h"
#include "store/patient_pool.h"
#include "store/reference_load.h"
#include "store/writer_lock.h"
#include "text_store/vector_index.h"
#include "util/time_text.h"
#include "util/version.h"

#include <algorithm>
#include <string>

namespace padchestd::ingest {

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

void prepare_database(pg::Connection& connection, const config::Settings& settings,
                      const clinical::Mapping& mapping, const util::Clock& clock) {
    const auto ended = store::end_stopped_transactions(connection, takeover_after(settings));
    if (ended > 0) log::event(log::Level::warning, "stopped_sessions_ended", {{"sessions", ended}});
    const int applied = migrate(connection, settings);
    if (applied > 0) log::event(log::Level::info, "migrated", {{"migrations", applied}});
    const std::string at = util::rfc3339(clock.now());
    write_references(connection, settings, mapping, at);
    const auto& patients = settings.patients;
    store::ensure_secret(connection, secret_of(settings), at);
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
