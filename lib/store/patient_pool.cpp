#include "store/patient_pool.h"

#include "pg/copy_writer.h"
#include "pg/transaction.h"
#include "util/failure.h"
#include "util/random.h"
#include "util/step.h"

#include <algorithm>
#include <set>

namespace padchestd::store {

namespace {

// Shared by batches, taken alone by whoever changes the pool: "patients" in ASCII.
constexpr std::int64_t kPoolLock = 0x70617469656e7473;

void copy_patients(pg::Connection& connection, const std::vector<const PatientRow*>& patients,
                   std::string_view at) {
    util::step("seed_patients_copy");
    pg::CopyWriter copy(connection, "copy patients",
                        "ods.patients (patient_id, sex, birth_date, location, created_at)");
    for (const PatientRow* patient : patients) {
        copy.text(patient->patient_id).text(patient->sex).text(clinical::iso_text(patient->birth_date));
        copy.text(patient->location).text(at).end_row();
    }
    copy.finish();
}

void copy_moves(pg::Connection& connection, const std::vector<const PatientRow*>& patients) {
    pg::CopyWriter copy(connection, "copy patients' moves",
                        "ods.patient_moves (patient_id, valid_from, location)");
    for (const PatientRow* patient : patients) {
        for (const auto& move : patient->moves)
            copy.text(patient->patient_id)
                .text(clinical::iso_text(move.valid_from))
                .text(move.location)
                .end_row();
    }
    copy.finish();
}

void queue_patients(pg::Connection& connection, const std::vector<const PatientRow*>& patients,
                    std::string_view at) {
    const std::string change_id = util::random_uuid();
    pg::CopyWriter copy(connection, "queue new patients",
                        "ingest.dimension_queue (dimension, member, change_id, changed_at)");
    for (const PatientRow* patient : patients)
        copy.text("patient").text(patient->patient_id).text(change_id).text(at).end_row();
    copy.finish();
}

void queue_patient(pg::Connection& connection, std::string_view patient_id, std::string_view at) {
    connection.query("queue a changed patient",
                     "insert into ingest.dimension_queue (dimension, member, change_id, changed_at) values "
                     "('patient', $1, $2, $3)",
                     {patient_id, util::random_uuid(), at});
}

void require_patient(pg::Connection& connection, std::string_view patient_id) {
    const auto found = connection.query("look up the patient",
                                        "select from ods.patients where patient_id = $1", {patient_id});
    if (found.empty())
        throw util::Failure("cannot change this patient: there is none of that id",
                            "is it written like P000001, and have patients been seeded?",
                            util::ExitCode::data);
}

void require_move(clinical::Date from, std::string_view location) {
    if (from < kFirstMove || from > kLastMove)
        throw util::Failure("cannot write this move: " + clinical::iso_text(from) +
                                " is not a day that the warehouse can follow",
                            "which day from " + clinical::iso_text(kFirstMove) + " to " +
                                clinical::iso_text(kLastMove) + " is meant?",
                            util::ExitCode::usage);
    constexpr std::size_t kMostBytes = 256;
    const bool printable = std::none_of(location.begin(), location.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    if (location.empty() || location.size() > kMostBytes || !printable)
        throw util::Failure("cannot write this move: its place is empty, too long or not printable",
                            "what is the place's name, in at most 256 bytes?", util::ExitCode::usage);
}

util::Secret secret_from_hex(std::string_view hex) {
    const auto first = util::content_hash_from_hex(hex.substr(0, 32));
    const auto second = util::content_hash_from_hex(hex.substr(32));
    util::Secret secret{};
    std::copy(first.bytes.begin(), first.bytes.end(), secret.begin());
    std::copy(second.bytes.begin(), second.bytes.end(), secret.begin() + first.bytes.size());
    return secret;
}

PatientRow::Move move_of(const pg::Row& row) {
    return {clinical::parse_iso_date(row["valid_from"].text()).value(), row["location"].string()};
}

util::Failure no_secret() {
    return {"cannot draw patients or key hashes: the database holds no secret for it",
            "was `padchestd seed-patients` run?", util::ExitCode::data};
}

} // namespace

void ensure_secret(pg::Connection& connection, const std::optional<util::Secret>& given,
                   std::string_view at) {
    if (connection.query("look for the draw's secret", "select from ingest.draw_secret").empty()) {
        const auto secret = given ? *given : util::random_secret();
        pg::Transaction transaction(connection);
        connection.query(
            "make the draw's secret",
            "insert into ingest.draw_secret (secret, created_at) values ($1, $2) on conflict do nothing",
            {pg::bytea(secret), at});
        transaction.commit();
    }
    if (!given) return;
    const auto same = connection.query("compare the draw's secret",
                                       "select secret = $1 from ingest.draw_secret", {pg::bytea(*given)});
    if (!same.value().boolean())
        throw util::Failure(
            "cannot use the given secret: the database holds another one",
            "is the file of this database? A secret can be given to a database without patients only",
            util::ExitCode::config);
}

std::int64_t count_patients(pg::Connection& connection) {
    return connection.query("count patients", "select count(*) from ods.patients").value().integer();
}

std::int64_t seed_patients(pg::Connection& connection, std::span<const PatientRow> patients,
                           std::string_view at) {
    pg::Transaction transaction(connection);
    lock_pool(connection);
    const auto rows = connection.query("read known patients", "select patient_id from ods.patients");
    std::set<std::string_view> known;
    for (const pg::Row row : rows) known.insert(row["patient_id"].text());
    std::vector<const PatientRow*> fresh;
    for (const PatientRow& patient : patients) {
        if (!known.contains(patient.patient_id)) fresh.push_back(&patient);
    }
    if (fresh.empty()) return 0;
    change_pool(connection);
    copy_patients(connection, fresh, at);
    copy_moves(connection, fresh);
    queue_patients(connection, fresh, at);
    util::step("seed_patients_commit");
    transaction.commit();
    util::step("seed_patients_done");
    return static_cast<std::int64_t>(fresh.size());
}

util::Secret read_secret(pg::Connection& connection) {
    const auto rows = connection.query("read the database's secret",
                                       "select encode(secret, 'hex') from ingest.draw_secret");
    if (rows.empty()) throw no_secret();
    return secret_from_hex(rows.value().text());
}

util::HashKey read_hash_key(pg::Connection& connection) {
    return util::HashKey(read_secret(connection));
}

Pool read_pool(pg::Connection& connection) {
    const auto head = connection.query(
        "read the draw's secret", "select encode(secret, 'hex') as secret, pool_version, (select draw from "
                                  "ingest.patient_draw) as draw from ingest.draw_secret");
    if (head.empty()) throw no_secret();
    const pg::Row row = head.only();
    const auto how = clinical::draw_of(row["draw"].optional_text().value_or(""));
    const auto rows =
        connection.query("read the pool of patients", "select patient_id, birth_date, sex from ods.patients");
    std::vector<clinical::PoolPatient> patients;
    const pg::Column id = rows.column("patient_id");
    const pg::Column birth = rows.column("birth_date");
    const pg::Column sex = rows.column("sex");
    patients.reserve(rows.size());
    for (const pg::Row patient : rows)
        patients.push_back({patient[id].string(), clinical::parse_iso_date(patient[birth].text()).value(),
                            patient[sex].text().front()});
    return {row["pool_version"].integer(),
            clinical::PatientDraw(secret_from_hex(row["secret"].text()), std::move(patients),
                                  how.value_or(clinical::Draw::uniform))};
}

void change_pool(pg::Connection& connection) {
    lock_pool(connection);
    connection.query("raise the pool's version",
                     "update ingest.draw_secret set pool_version = pool_version + 1");
}

clinical::Draw settle_draw(pg::Connection& connection, clinical::Draw wanted) {
    const auto stored = [&] {
        const auto rows =
            connection.query("read the draw of patients", "select draw from ingest.patient_draw");
        return clinical::draw_of(rows.empty() ? "" : rows.value().text()).value_or(clinical::Draw::uniform);
    };
    const auto before = stored();
    if (before == wanted) return before;
    pg::Transaction transaction(connection);
    change_pool(connection); // and waits for batches: from here on nobody fills the store
    if (!connection.query("look for encounters", "select from ods.encounters limit 1").empty()) return before;
    connection.query("set the draw of patients", "update ingest.patient_draw set draw = $1",
                     {clinical::name(wanted)});
    connection.query("forget assigned patients", "delete from ingest.patient_assignment");
    transaction.commit();
    return wanted;
}

void lock_pool(pg::Connection& connection) {
    connection.query("wait for running batches", "select pg_advisory_xact_lock($1)", {kPoolLock});
}

std::int64_t hold_pool(pg::Connection& connection) {
    connection.query("hold the pool of patients", "select pg_advisory_xact_lock_shared($1)", {kPoolLock});
    const auto version =
        connection.query("read the pool's version", "select pool_version from ingest.draw_secret");
    return version.empty() ? 0 : version.value().integer();
}

void move_patient(pg::Connection& connection, std::string_view patient_id, clinical::Date from,
                  std::string_view location, std::string_view at) {
    require_move(from, location);
    pg::Transaction transaction(connection);
    require_patient(connection, patient_id);
    const auto written =
        connection.query("write the move",
                         "insert into ods.patient_moves as stored (patient_id, valid_from, location) "
                         "values ($1, $2, $3) on conflict (patient_id, valid_from) do update "
                         "set location = excluded.location where stored.location <> excluded.location",
                         {patient_id, clinical::iso_text(from), location});
    if (written.affected() > 0) queue_patient(connection, patient_id, at);
    transaction.commit();
}

PatientRow::Move undo_move(pg::Connection& connection, std::string_view patient_id,
                           std::optional<clinical::Date> from, std::string_view at) {
    pg::Transaction transaction(connection);
    require_patient(connection, patient_id);
    const auto undone = connection.query(
        "undo the move",
        "delete from ods.patient_moves where patient_id = $1 and valid_from = coalesce($2::date, (select "
        "max(valid_from) from ods.patient_moves where patient_id = $1)) "
        "returning to_char(valid_from, 'YYYY-MM-DD') as valid_from, location",
        {patient_id, from ? pg::Param(clinical::iso_text(*from)) : pg::Param(std::nullopt)});
    if (undone.empty())
        throw util::Failure("cannot undo a move: the patient has none" +
                                (from ? " from " + clinical::iso_text(*from) + " on" : std::string()),
                            "which ones does `padchestd patient history` show?", util::ExitCode::data);
    queue_patient(connection, patient_id, at);
    transaction.commit();
    return move_of(undone.only());
}

PatientRow read_patient(pg::Connection& connection, std::string_view patient_id) {
    require_patient(connection, patient_id);
    const auto found =
        connection.query("read the patient",
                         "select sex, to_char(birth_date, 'YYYY-MM-DD') as birth_date, location "
                         "from ods.patients where patient_id = $1",
                         {patient_id});
    const pg::Row patient = found.only();
    PatientRow row{std::string(patient_id),
                   patient["sex"].string(),
                   clinical::parse_iso_date(patient["birth_date"].text()).value(),
                   patient["location"].string(),
                   {}};
    const auto moves =
        connection.query("read the patient's moves",
                         "select to_char(valid_from, 'YYYY-MM-DD') as valid_from, location from "
                         "ods.patient_moves where patient_id = $1 order by valid_from",
                         {patient_id});
    for (const pg::Row move : moves) row.moves.push_back(move_of(move));
    return row;
}

void correct_patient(pg::Connection& connection, std::string_view patient_id,
                     std::optional<clinical::Date> birth_date, std::optional<std::string_view> sex,
                     std::string_view at) {
    pg::Transaction transaction(connection);
    change_pool(connection);
    require_patient(connection, patient_id);
    const pg::Param birth = birth_date ? pg::Param(clinical::iso_text(*birth_date)) : pg::Param(std::nullopt);
    if (birth_date) {
        const auto earlier = connection.query(
            "look for encounters before the birth date",
            "select from ods.encounters where patient_id = $1 and encounter_date < $2 limit 1",
            {patient_id, birth});
        if (!earlier.empty())
            throw util::Failure("cannot correct the birth date: the patient has an encounter before it",
                                "is the date right? It must not be later than the patient's first encounter",
                                util::ExitCode::data);
    }
    connection.query(
        "correct the patient",
        "update ods.patients set birth_date = coalesce($2::date, birth_date), sex = coalesce($3, sex) "
        "where patient_id = $1",
        {patient_id, birth, pg::Param(sex)});
    queue_patient(connection, patient_id, at);
    transaction.commit();
}

} // namespace padchestd::store
