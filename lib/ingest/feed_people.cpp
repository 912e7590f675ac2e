#include "ingest/feed_people.h"

#include "clinical/patient_assignments.h"
#include "synthetic/patients.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace padchestd::ingest {

namespace {

// Of a source patient, when their first record came.
struct Arrival {
    clinical::PersonKey key;
    clinical::Date date;
    std::optional<int> birth_year;
};

std::vector<Arrival> arrivals(const config::Settings& settings, const clinical::Mapping& mapping,
                              const clinical::PatientDraw& draw) {
    FeedSource source(settings, mapping);
    source.use_hash_key(util::HashKey(util::Secret{})); // only how many persons there are matters
    std::vector<Arrival> all;
    if (!source.open(std::nullopt)) return all;
    std::set<std::string> known;
    const auto note = [&](const clinical::StudyRecord& record) {
        const auto key = draw.key_of(settings.feed.facility, record);
        if (known.insert(util::hex(key.mac)).second)
            all.push_back({key, record.encounter.date, record.person.birth_year});
    };
    for (bool more = true; more; more = source.open_next())
        visit_studies(source, 1, source.tailer().size(), note);
    return all;
}

bool is_enough(std::uint64_t count, std::uint64_t seed, const std::vector<Arrival>& people) {
    std::vector<clinical::PoolPatient> pool;
    pool.reserve(count);
    for (const auto& patient : synthetic::synthetic_patients(count, seed))
        pool.push_back({patient.patient_id, patient.birth_date, patient.sex});
    const clinical::PatientDraw draw(util::Secret{}, std::move(pool), clinical::Draw::by_patient);
    clinical::PatientAssignments assignments(draw);
    return std::all_of(people.begin(), people.end(), [&](const Arrival& one) {
        clinical::Person person;
        person.birth_year = one.birth_year;
        return assignments.assign(one.key, one.date, person) != nullptr;
    });
}

} // namespace

void visit_studies(FeedSource& source, std::int32_t generation, std::uint64_t until,
                   const std::function<void(const clinical::StudyRecord&)>& visit) {
    auto at = source.tailer().first_record();
    for (bool more = true; more && at.byte_offset < until;) {
        source.reader().begin_batch();
        const auto read = source.tailer().read(at, feed::FinalRecord::take_it_now, feed::kEveryHole);
        for (const auto& record : read.records) {
            if (record.start.byte_offset >= until) return;
            if (record.malformation) continue;
            const auto study = source.reader()(record, generation);
            if (const auto* accepted = std::get_if<clinical::StudyRecord>(&study)) visit(*accepted);
        }
        more = read.more && read.end.byte_offset > at.byte_offset;
        at = read.end;
    }
}

std::uint64_t needed_patients(const config::Settings& settings, const clinical::Mapping& mapping,
                              const clinical::PatientDraw& draw) {
    constexpr std::uint64_t kHundredth = 100;
    const auto people = arrivals(settings, mapping, draw);
    if (people.empty()) return 0;
    std::uint64_t count = people.size();
    while (!is_enough(count, settings.patients.seed, people)) count += count / kHundredth + 1;
    return count;
}

util::Failure too_small(const store::PoolTooSmall& failure, const config::Settings& settings,
                        const clinical::Mapping& mapping, const clinical::PatientDraw& draw) {
    util::Problem problem = failure.problem();
    const auto needed = needed_patients(settings, mapping, draw);
    if (needed > 0) {
        problem.what += "; this feed needs patients.count: " + std::to_string(needed);
        problem.hint =
            "may the pool be as large? set patients.count to it, or patients.draw to uniform or matched";
    }
    return util::Failure(problem);
}

} // namespace padchestd::ingest
