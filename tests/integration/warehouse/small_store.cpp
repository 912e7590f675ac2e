#include "integration/warehouse/small_store.h"

#include "pg/transaction.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>

namespace padchestd::tests {

namespace {

// Words as the feed's: stems, stop stems, numbers, sentence ends; and what only other text has.
const std::vector<std::string> kWords = {
    "derram",  "pleural", "cardiomegali", "no",     "sin",   "signific", "nodul", "infiltr",
    "alter",   "2",       "1998",         "l1",     "dcho.", ".",        "torax", "5mm",
    "ATELECT", "(basal)", "ápex",         "pulmón", "a/b",   "3.5cm",    "ni",    "bilateral"};
const std::vector<std::string> kPlaces = {"Alicante", "Elche", "San Juan"};
const std::vector<std::string> kKinds = {"finding", "differential", "quality", "normal"};

} // namespace

SmallStore::SmallStore(pg::Connection& connection, std::uint64_t seed, int patients)
    : connection_(connection)
    , random_(seed) {
    write("insert into ods.facilities values ('HSJ', 'Hospital San Juan')", {});
    queue_member("facility", "HSJ");
    for (int i = 0; i < 8; ++i) add_diagnosis();
    for (int i = 0; i < 4; ++i) change_ancestors();
    for (int i = 0; i < patients; ++i) add_patient();
}

std::string SmallStore::change() {
    using Change = std::pair<const char*, std::function<void()>>;
    const std::vector<Change> of_members = {
        {"add encounters", [this] { add_encounters(1 + static_cast<int>(draw(6))); }},
        {"add a patient", [this] { add_patient(); }},
        {"move a patient", [this] { move_patient(one_of(patients_)); }},
        {"correct a patient", [this] { correct_patient(one_of(patients_)); }},
        {"add a diagnosis", [this] { add_diagnosis(); }},
        {"change a kind", [this] { change_kind(); }},
        {"change ancestors", [this] { change_ancestors(); }},
        {"rename the facility", [this] { rename_facility(); }},
    };
    const std::vector<Change> of_encounters = {
        {"add a procedure", [this] { add_procedure(one_of(encounters_)); }},
        {"remove labels", [this] { remove_labels(one_of(encounters_)); }},
        {"replace labels", [this] { replace_labels(one_of(encounters_)); }},
        {"change a report", [this] { change_report(one_of(encounters_)); }},
        {"redate", [this] { redate(one_of(encounters_)); }},
        {"change a modality", [this] { change_modality(one_of(encounters_)); }},
        {"remove an encounter", [this] { remove_encounter(one_of(encounters_)); }},
        {"queue without change", [this] { queue_without_change(one_of(encounters_)); }},
    };
    const bool encounter = has_encounters() && draw(2) == 0;
    const Change& drawn =
        encounter ? of_encounters[draw(of_encounters.size())] : of_members[draw(of_members.size())];
    pg::Transaction transaction(connection_);
    drawn.second();
    transaction.commit();
    return drawn.first;
}

void SmallStore::add_encounters(int count) {
    for (int i = 0; i < count; ++i) {
        const std::string encounter = add_encounter(one_of(patients_), some_date());
        for (std::uint64_t extra = draw(3); extra > 0; --extra) add_procedure(encounter);
        if (draw(3) == 0) replace_labels(encounter);
    }
}

std::string SmallStore::add_encounter(const std::string& patient, const std::string& date) {
    const std::string encounter = "E" + std::to_string(++next_);
    write("insert into ods.encounters values ($1, $2, 'HSJ', $3::date, false, decode(repeat('00', 16), "
          "'hex'), 1, 0, now(), 'padchest')",
          {encounter, patient, date});
    write("insert into ods.reports (encounter_id, report_id, report_text, label_method, content_hash, "
          "source_generation,"
          " source_offset, updated_at, text_cluster)"
          " values ($1, 'R' || $1, $2, nullif($3, ''), decode(repeat('00', 16), 'hex'), 1, 0, now(), $4)",
          {encounter, draw(5) == 0 ? std::optional<std::string>() : some_text(),
           draw(3) == 0 ? "" : (draw(2) == 0 ? "Physician" : "RNN_model"), draw(4)});
    encounters_.push_back(encounter);
    add_procedure(encounter);
    label(encounter, 1);
    return encounter;
}

void SmallStore::add_procedure(const std::string& encounter) {
    const std::vector<std::string> views = {"PA", "L", "AP"};
    write("insert into ods.procedures (encounter_id, procedure_id, procedure_name, modality, projection, "
          "manufacturer,"
          " record_hash, content_hash, source_generation, source_offset, updated_at)"
          " values ($1, $2, 'x', nullif($3, ''), $4, 'maker, \"inc\"', decode(repeat('00', 16), 'hex'),"
          " decode(repeat('00', 16), 'hex'), 1, 0, now())",
          {encounter, "I" + std::to_string(++next_), draw(4) == 0 ? "" : (draw(2) == 0 ? "CR" : "DX"),
           one_of(views)});
    queue(encounter);
}

void SmallStore::remove_labels(const std::string& encounter) {
    write("delete from ods.encounter_diagnoses where encounter_id = $1", {encounter});
    queue(encounter);
}

void SmallStore::replace_labels(const std::string& encounter) {
    remove_labels(encounter);
    label(encounter, 1 + draw(4));
}

void SmallStore::change_report(const std::string& encounter) {
    write("update ods.reports set report_text = $2, label_method = 'Physician',"
          " text_cluster = (text_cluster + 1) % 4 where encounter_id = $1",
          {encounter, some_text()});
    queue(encounter);
}

void SmallStore::redate(const std::string& encounter) {
    write("update ods.encounters set encounter_date = $2::date where encounter_id = $1",
          {encounter, some_date()});
    queue(encounter);
}

void SmallStore::change_modality(const std::string& encounter) {
    write("update ods.procedures set modality = 'MR' where encounter_id = $1", {encounter});
    queue(encounter);
}

void SmallStore::remove_encounter(const std::string& encounter) {
    const std::string gone = encounter; // the caller's may be ours
    for (const char* table : {"encounter_diagnoses", "reports", "procedures", "encounters"})
        write("delete from ods." + std::string(table) + " where encounter_id = $1", {gone});
    queue(gone);
    encounters_.erase(std::find(encounters_.begin(), encounters_.end(), gone));
}

void SmallStore::queue_without_change(const std::string& encounter) {
    queue(encounter);
}

void SmallStore::add_patient() {
    const std::string patient = "P" + std::to_string(++next_);
    write("insert into ods.patients values ($1, $2, date '1930-01-01' + $3::integer, 'Alicante', now())",
          {patient, draw(2) == 0 ? "F" : "M", draw(25'000)});
    patients_.push_back(patient);
    queue_member("patient", patient);
}

void SmallStore::move_patient(const std::string& patient) {
    write("insert into ods.patient_moves values ($1, $2::date, $3)"
          " on conflict (patient_id, valid_from) do update set location = excluded.location",
          {patient, some_date(), one_of(kPlaces)});
    queue_member("patient", patient);
}

void SmallStore::correct_patient(const std::string& patient) {
    write("update ods.patients set sex = $2, birth_date = date '1930-01-01' + $3::integer where patient_id = "
          "$1",
          {patient, draw(2) == 0 ? "F" : "M", draw(25'000)});
    queue_member("patient", patient);
}

void SmallStore::add_diagnosis() {
    const std::string code = "d" + std::to_string(++next_);
    write("insert into ods.diagnoses values ($1, $1, null, $2, true)", {code, one_of(kKinds)});
    diagnoses_.push_back(code);
    queue_member("diagnosis", code);
}

void SmallStore::change_kind() {
    const std::string code = one_of(diagnoses_);
    write("update ods.diagnoses set kind = $2, cui = 'C' || length(coalesce(cui, '')) where diagnosis_code = "
          "$1",
          {code, one_of(kKinds)});
    queue_member("diagnosis", code);
}

void SmallStore::change_ancestors() {
    const std::string code = one_of(diagnoses_);
    write("delete from ods.diagnosis_ancestors where diagnosis_code = $1", {code});
    write("insert into ods.diagnosis_ancestors values ($1, $2)", {code, one_of(diagnoses_)});
    queue_member("diagnosis", code);
}

void SmallStore::rename_facility() {
    write("update ods.facilities set name = $1", {"Hospital " + std::to_string(++next_)});
    queue_member("facility", "HSJ");
}

// Three years: few enough that groups are shared, over a leap day, with months that have nothing.
std::string SmallStore::some_date() {
    char text[16];
    std::snprintf(text, sizeof text, "20%02d-%02d-%02d", 11 + static_cast<int>(draw(3)),
                  1 + static_cast<int>(draw(12)), 1 + static_cast<int>(draw(28)));
    return draw(20) == 0 ? "2012-02-29" : text;
}

std::string SmallStore::some_text() {
    std::string text;
    for (std::uint64_t words = draw(12); words > 0; --words) text += one_of(kWords) + " ";
    if (draw(40) == 0) text += std::string(2'500, 'x');
    return text;
}

void SmallStore::write(std::string_view sql, const pg::Params& params) {
    connection_.query("change the small store", sql, params);
}

void SmallStore::label(const std::string& encounter, std::uint64_t count) {
    for (; count > 0; --count)
        write("insert into ods.encounter_diagnoses values ($1, $2) on conflict do nothing",
              {encounter, one_of(diagnoses_)});
    queue(encounter);
}

void SmallStore::queue(const std::string& encounter) {
    write("insert into ingest.change_queue values ($1, $2::uuid, now())", {encounter, fresh_uuid()});
}

void SmallStore::queue_member(const std::string& dimension, const std::string& member) {
    write("insert into ingest.dimension_queue values ($1, $2, $3::uuid, now())",
          {dimension, member, fresh_uuid()});
}

std::string SmallStore::fresh_uuid() {
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random_()),
                  static_cast<unsigned long long>(random_()));
    return text;
}

} // namespace padchestd::tests
