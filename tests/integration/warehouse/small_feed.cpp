#include "integration/warehouse/small_feed.h"

#include "operation/replay.h"
#include "store/patient_history.h"
#include "support/mappings.h"
#include "util/failure.h"
#include "util/time_text.h"

#include <functional>
#include <utility>

namespace padchestd::tests {

namespace {

const std::vector<std::string> kLabels = {"",
                                          "[]",
                                          "['normal']",
                                          "['pneumonia', ' cardiomegaly']",
                                          "['unchanged']",
                                          "['cardiomegaly', 'Never Seen']"};
const std::vector<std::string> kReports = {"", " sin hallazg patolog .",
                                           " derram pleural bilateral . nodul 2 cm .",
                                           " cardiomegali . atelectasi lamin , dcho ."};
const std::vector<std::string> kDates = {"20111104", "20111231", "20120120", "20120229", "20120301"};

// A text that this database refuses until somebody mends it.
constexpr const char* kRefused = " refused .";
constexpr const char* kRefuse = "alter table ods.reports add constraint refused_text"
                                " check (report_text !~ 'refused') not valid";
constexpr const char* kMend = "alter table ods.reports drop constraint if exists refused_text";

} // namespace

SmallFeed::SmallFeed(IngestRig& rig, std::uint64_t seed)
    : rig_(rig)
    , random_(seed) {
    rig.restart();
    std::string emptied = kMend; // not TRUNCATE, which takes longer where there is so little
    for (const char* table :
         {"ods.encounter_diagnoses", "ods.encounter_localizations", "ods.procedures", "ods.reports",
          "ods.encounters", "ods.patient_moves", "ods.patients", "ingest.checkpoint", "ingest.batches",
          "ingest.generations", "ingest.quarantine"})
        emptied += std::string("; delete from ") + table;
    rig.sql().script("begin anew", emptied + ";" + kRefuse);
    rig.replace(feed_header());
}

std::string SmallFeed::change() {
    using Change = std::pair<const char*, std::function<void()>>;
    const std::vector<Change> changes = {
        {"records", [this] { rig_.append(good_records(6)); }},
        {"records with a bad one", [this] { rig_.append(good_records(2) + bad_record() + good_records(2)); }},
        {"a bad record", [this] { rig_.append(bad_record()); }},
        {"a new generation", [this] { begin_anew(); }},
        {"a replay", [this] { replay(); }},
        {"a moved patient", [this] { move_patient(); }},
        {"a corrected patient", [this] { correct_patient(); }},
        {"another program", [this] { start_another_program(); }},
    };
    const Change& drawn = changes[draw(changes.size())];
    drawn.second();
    return drawn.first;
}

// One that is known, or the next one.
std::string SmallFeed::some_study() {
    const std::uint64_t number = mostly() && studies_ > 0 ? draw(studies_) : studies_++;
    return std::to_string(9'900 + number);
}

// The same image of the same study again is a correction, with luck of everything.
std::string SmallFeed::record(const std::string& study, std::uint64_t image, std::string report) {
    FeedRow row;
    row.study = study;
    row.image = study + "_" + std::to_string(image) + ".png";
    row.report_id = study;
    row.report = std::move(report);
    row.date = kDates[draw(kDates.size())];
    row.labels = kLabels[draw(kLabels.size())];
    row.projection = mostly() ? "PA" : "L";
    row.modality = mostly() ? "CR" : "DX";
    row.label_method = mostly() ? "Physician" : "RNN_model";
    return feed_line(row);
}

std::string SmallFeed::good_records(std::uint64_t most) {
    std::string text;
    for (std::uint64_t count = 1 + draw(most); count > 0; --count)
        text += record(some_study(), draw(3), kReports[draw(kReports.size())]);
    return text;
}

std::string SmallFeed::bad_record() {
    if (mostly()) return record(some_study(), draw(3), kRefused);
    return feed_line({.image = "9900_0.png", .study = "9900", .rows = "many"});
}

// Some studies come again, some changed; some do not, and stay in the store.
void SmallFeed::begin_anew() {
    rig_.replace(feed_header() + record("9900", 7, kReports.back()) + good_records(8) +
                 (mostly() ? bad_record() : ""));
}

void SmallFeed::replay() {
    const auto open = rig_.sql().query("look into quarantine",
                                       "select quarantine_id from ingest.quarantine where status = 'open'"
                                       " order by quarantine_id");
    if (open.empty()) return rig_.append(bad_record());
    const bool mended = mostly();
    if (mended) rig_.sql().script("mend", kMend);
    const auto id = open[draw(open.size())]["quarantine_id"].integer();
    ++replays_[operation::name(
        operation::replay(rig_.sql(), id, rig_.settings, mappings().at(rig_.settings.feed.format), rig_.clock)
            .end)];
    if (mended) rig_.sql().script("refuse a text", kRefuse);
}

std::string SmallFeed::some_patient() {
    return rig_.value("select patient_id from ods.patients order by patient_id offset " +
                      std::to_string(draw(rig_.settings.patients.count)) + " limit 1");
}

void SmallFeed::move_patient() {
    const auto patient = some_patient();
    if (patient.empty()) return; // nobody was seeded yet
    const std::chrono::year_month_day from{std::chrono::year(static_cast<int>(2010 + draw(5))),
                                           std::chrono::month(static_cast<unsigned>(1 + draw(12))),
                                           std::chrono::day(1)};
    store::move_patient(rig_.sql(), patient, from, mostly() ? "Elche" : "Alcoi",
                        util::rfc3339(rig_.clock.now()));
}

void SmallFeed::correct_patient() {
    const auto patient = some_patient();
    if (patient.empty()) return;
    const std::chrono::year_month_day born{std::chrono::year(static_cast<int>(1930 + draw(75))),
                                           std::chrono::month(3), std::chrono::day(5)};
    try {
        store::correct_patient(rig_.sql(), patient, born, mostly() ? "F" : "M",
                               util::rfc3339(rig_.clock.now()));
    } catch (const util::Failure&) { // a study lies before that birth: refused
    }
}

// One whose taxonomy had another kind; the next one that starts has the built-in again.
void SmallFeed::start_another_program() {
    rig_.restart();
    if (mostly())
        rig_.sql().script("know another taxonomy",
                          "with changed as (update ods.diagnoses set kind = 'quality'"
                          " where diagnosis_code = 'cardiomegaly' returning diagnosis_code)"
                          " insert into ingest.dimension_queue"
                          " select 'diagnosis', diagnosis_code, gen_random_uuid(), now() from changed");
}

} // namespace padchestd::tests
