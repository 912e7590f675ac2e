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

util::Secret secret_from_hex(std::string_view hex) {
    const auto first = util::content_hash_from_hex(hex.substr(0, 32));
    const auto second = util::content_hash_from_hex(hex.substr(32));
    util::Secret secret{};
    std::copy(first.bytes.begin(), first.bytes.end(), secret.begin());
    std::copy(second.bytes.begin(), second.bytes.end(), secret.begin() + first.bytes.size());
    return secret;
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

} // namespace padchestd::store
