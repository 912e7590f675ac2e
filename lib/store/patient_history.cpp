#include "store/patient_history.h"

#include "pg/cluster.h"
#include "pg/transaction.h"
#include "util/failure.h"
#include "util/random.h"

#include <algorithm>

namespace padchestd::store {

namespace {

// First in a transaction that changes a patient. A cluster's nodes have no snapshot in common: a refresh or
// verify under way is waited for there, as batches do.
void wait_for_warehouse(pg::Connection& connection) {
    if (pg::is_cluster(connection))
        connection.script("wait for the warehouse", "lock table ingest.checkpoint in row exclusive mode");
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

PatientRow::Move move_of(const pg::Row& row) {
    return {clinical::parse_iso_date(row["valid_from"].text()).value(), row["location"].string()};
}

} // namespace

void move_patient(pg::Connection& connection, std::string_view patient_id, clinical::Date from,
                  std::string_view location, std::string_view at) {
    require_move(from, location);
    pg::Transaction transaction(connection);
    wait_for_warehouse(connection);
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
    wait_for_warehouse(connection);
    require_patient(connection, patient_id);
    // In two statements: a cluster takes neither a subquery in the DELETE nor to_char() in its RETURNING.
    const auto last = connection.query(
        "look for the move",
        "select to_char(valid_from, 'YYYY-MM-DD') as valid_from, location from ods.patient_moves "
        "where patient_id = $1 and valid_from = coalesce($2::date, valid_from) order by 1 desc limit 1",
        {patient_id, from ? pg::Param(clinical::iso_text(*from)) : pg::Param(std::nullopt)});
    const bool undone =
        !last.empty() &&
        connection
                .query("undo the move",
                       "delete from ods.patient_moves where patient_id = $1 and valid_from = $2::date",
                       {patient_id, last.only()["valid_from"].text()})
                .affected() == 1;
    if (!undone)
        throw util::Failure("cannot undo a move: the patient has none" +
                                (from ? " from " + clinical::iso_text(*from) + " on" : std::string()),
                            "which ones does `padchestd patient history` show?", util::ExitCode::data);
    queue_patient(connection, patient_id, at);
    transaction.commit();
    return move_of(last.only());
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
    wait_for_warehouse(connection);
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
