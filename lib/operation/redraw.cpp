#include "operation/redraw.h"

#include "ingest/draw_settings.h"
#include "ingest/feed_people.h"
#include "ingest/patient_seed.h"
#include "log/event.h"
#include "operation/read_files.h"
#include "pg/transaction.h"
#include "store/checkpoint.h"
#include "store/patient_choice.h"
#include "store/patient_pool.h"
#include "store/writer_lock.h"
#include "util/failure.h"
#include "util/random.h"
#include "util/step.h"
#include "util/time_text.h"

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace padchestd::operation {

namespace {

constexpr std::string_view kAttempt = "draw every study's patient again";

struct Study {
    clinical::Date date;
    std::string patient_id; // so far
    const clinical::PoolPatient* chosen = nullptr;
};
using Studies = std::map<std::string, Study, std::less<>>;

// The server's session of a daemon that was stopped just now takes a moment to end.
bool is_held_by_rival(pg::Connection& connection, const std::string& feed) {
    constexpr int kTries = 20;
    for (int tried = 1; store::try_writer_lock(connection, feed) == store::LockState::rival; ++tried) {
        if (tried == kTries) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

void refuse_rivals(pg::Connection& connection, const std::string& feed) {
    if (is_held_by_rival(connection, feed))
        throw util::Failure("cannot " + std::string(kAttempt) + ": a daemon holds the feed " + feed,
                            "was the daemon stopped? it is started again afterwards",
                            util::ExitCode::temporary);
    const auto other = connection.query("look for another feed's studies",
                                        "select feed from ods.encounters where feed <> $1 limit 1", {feed});
    if (!other.empty())
        throw util::Failure(
            "cannot " + std::string(kAttempt) + ": the store holds those of another feed, too",
            "whose patients they have is in that feed alone; is a database for each feed, or a "
            "fresh load, possible?",
            util::ExitCode::data);
}

Studies read_studies(pg::Connection& connection) {
    const auto rows = connection.query(
        kAttempt,
        "select encounter_id, encounter_date, patient_id from ods.encounters order by encounter_id");
    Studies studies;
    const pg::Column id = rows.column("encounter_id");
    const pg::Column date = rows.column("encounter_date");
    const pg::Column patient = rows.column("patient_id");
    for (const pg::Row row : rows)
        studies.emplace_hint(
            studies.end(), row[id].text(),
            Study{clinical::parse_iso_date(row[date].text()).value(), row[patient].string()});
    return studies;
}

// As StudyFold does it from an empty store: an image is the study's that it came with first, a study keeps
// its patient unless its date moves to before that patient's birth.
void choose_from_feed(ingest::FeedSource& source, const std::vector<ReadFile>& files,
                      store::PatientChoice& choice, Studies& studies) {
    std::unordered_map<std::string, const Study*> owners; // of images
    const auto choose = [&](const clinical::StudyRecord& record) {
        const auto found = studies.find(record.encounter.encounter_id);
        if (found == studies.end()) return;
        Study& study = found->second;
        const auto owner =
            owners.try_emplace(std::string(record.procedure.procedure_id), &study).first->second;
        if (owner != &study) return;
        if (study.chosen != nullptr && study.chosen->birth_date <= record.encounter.date) return;
        const auto* const patient = choice(record);
        if (patient != nullptr) study.chosen = patient;
    };
    for (const auto& file : files) {
        const bool is_there = !source.series().is_pattern() || source.open_file(file.name);
        if (is_there && source.tailer().header().bytes == file.header)
            ingest::visit_studies(source, file.generation, file.end, choose);
    }
}

// Of a study that the feed no longer holds nobody knows the person.
std::int64_t choose_for_others(store::PatientChoice& choice, Studies& studies) {
    std::int64_t unread = 0;
    for (auto& [id, study] : studies) {
        if (study.chosen != nullptr && study.chosen->birth_date <= study.date) continue;
        clinical::StudyRecord record;
        record.encounter.encounter_id = id;
        record.encounter.date = study.date;
        study.chosen = choice(record);
        ++unread;
    }
    return unread;
}

std::int64_t write(pg::Connection& connection, const Studies& studies, const std::string& at) {
    std::vector<std::string_view> ids;
    std::vector<std::string_view> patients;
    for (const auto& [id, study] : studies) {
        if (study.chosen == nullptr || study.chosen->patient_id == study.patient_id) continue;
        ids.emplace_back(id);
        patients.emplace_back(study.chosen->patient_id);
    }
    const std::string all = pg::text_array(ids);
    util::step("redraw_write");
    connection.query(kAttempt,
                     "update ods.encounters as stored set patient_id = drawn.patient_id, updated_at = $3 "
                     "from unnest($1::text[], $2::text[]) as drawn (encounter_id, patient_id) "
                     "where stored.encounter_id = drawn.encounter_id",
                     {all, pg::text_array(patients), at});
    connection.query(
        kAttempt,
        "insert into ingest.change_queue (encounter_id, change_id, changed_at) "
        "select encounter_id, $2::uuid, $3::timestamptz from unnest($1::text[]) as drawn (encounter_id)",
        {all, util::random_uuid(), at});
    return static_cast<std::int64_t>(ids.size());
}

// The feed as far as it was read; it must still be the file of the checkpoint.
void open_feed(ingest::FeedSource& source, const store::Checkpoint& checkpoint) {
    if (source.open(checkpoint) && !feed::is_new_generation(source.compare(checkpoint))) return;
    throw util::Failure("cannot " + std::string(kAttempt) +
                            ": the file at feed.path is not the one that was read",
                        "is the feed there? who its patients are is in the feed alone", util::ExitCode::data);
}

} // namespace

RedrawReport redraw(pg::Connection& connection, const config::Settings& settings,
                    const clinical::Mapping& mapping, const util::Clock& clock) {
    const auto wanted = ingest::draw_of(settings);
    const std::string at = util::rfc3339(clock.now());
    refuse_rivals(connection, settings.feed.name);
    if (store::settle_draw(connection, wanted) != wanted && wanted == clinical::Draw::by_patient)
        (void)ingest::seed_patients(connection, settings.patients.count, settings.patients.seed, clock);
    const auto checkpoint = store::read_checkpoint(connection, settings.feed.name);
    if (!checkpoint) return {};
    ingest::FeedSource source(settings, mapping);
    source.use_hash_key(store::read_hash_key(connection));
    open_feed(source, *checkpoint);
    pg::Transaction transaction(connection);
    store::change_pool(connection);
    connection.query(kAttempt, "update ingest.patient_draw set draw = $1", {clinical::name(wanted)});
    connection.query(kAttempt, "delete from ingest.patient_assignment");
    const auto pool = store::read_pool(connection);
    store::AssignmentBook book(pool.draw);
    auto choice = wanted == clinical::Draw::by_patient
                      ? store::PatientChoice(pool.draw, book, settings.feed.facility)
                      : store::PatientChoice(pool.draw);
    store::PatientChoice::Attempt choices(choice);
    Studies studies = read_studies(connection);
    choose_from_feed(source, read_files(connection, settings.feed, *checkpoint), choice, studies);
    RedrawReport report;
    report.encounters = static_cast<std::int64_t>(studies.size());
    report.unread = choose_for_others(choice, studies);
    report.changed = write(connection, studies, at);
    choices.write(connection);
    util::step("redraw_commit");
    transaction.commit();
    log::event(log::Level::warning, "draw_changed",
               {{"draw", clinical::name(wanted)}, {"encounters", report.changed}});
    return report;
}

} // namespace padchestd::operation
