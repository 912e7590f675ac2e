#include "store/patient_choice.h"

#include "pg/copy_writer.h"

namespace padchestd::store {

PoolTooSmall::PoolTooSmall(std::size_t pool)
    : util::Failure(
          "cannot give each source patient a patient: all of the pool's " + std::to_string(pool) +
              " who are old enough have one",
          "patients.count is too small for patients.draw: by_patient; is it as many as the feed has "
          "patients, and some more?",
          util::ExitCode::config) {}

PatientChoice::~PatientChoice() {
    take_back(0);
}

void PatientChoice::refresh(pg::Connection& connection) {
    if (book_ == nullptr) return;
    const auto rows = connection.query("read the assigned patients",
                                       "select encode(key_hash, 'hex') as key_hash, patient_id, number "
                                       "from ingest.patient_assignment where number > $1 order by number",
                                       {book_->read_up_to});
    const pg::Column key = rows.column("key_hash");
    const pg::Column patient = rows.column("patient_id");
    const pg::Column number = rows.column("number");
    for (const pg::Row row : rows) {
        if (!book_->assignments.add({util::content_hash_from_hex(row[key].text())}, row[patient].text()))
            throw util::Failure(
                "cannot read the assigned patients: one is assigned twice, or is not in the pool",
                "was ingest.patient_assignment changed by hand? `padchestd redraw` writes it again",
                util::ExitCode::data);
        book_->read_up_to = row[number].integer();
    }
}

const clinical::PoolPatient* PatientChoice::operator()(const clinical::StudyRecord& record) {
    const auto& encounter = record.encounter;
    if (book_ == nullptr) return draw_.draw_patient(encounter.encounter_id, encounter.date, record.person);
    const auto key = draw_.key_of(facility_id_, record);
    const auto* patient = book_->assignments.find(key);
    if (patient == nullptr) {
        patient = book_->assignments.assign(key, encounter.date, record.person);
        if (patient == nullptr) throw PoolTooSmall(draw_.size());
        made_.push_back({key, patient->patient_id});
    }
    return patient->birth_date <= encounter.date ? patient : nullptr;
}

void PatientChoice::take_back(std::size_t from) {
    for (std::size_t i = from; i < made_.size(); ++i) book_->assignments.take_back(made_[i].key);
    made_.erase(made_.begin() + static_cast<std::ptrdiff_t>(from), made_.end());
}

void PatientChoice::Attempt::write(pg::Connection& connection) const {
    const auto& made = choice_.made_;
    if (from_ == made.size()) return;
    pg::CopyWriter copy(connection, "copy assigned patients",
                        "ingest.patient_assignment (key_hash, patient_id)");
    for (std::size_t i = from_; i < made.size(); ++i)
        copy.hash(made[i].key).text(made[i].patient_id).end_row();
    copy.finish();
}

} // namespace padchestd::store
