// An encounter never precedes its patient's birth, whatever later records make of its date, and wherever the
// batches are cut.

#include "store/study_fold.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <deque>
#include <map>

using namespace padchestd;
using namespace padchestd::store;
using clinical::Date;
using clinical::StudyRecord;

namespace {

const clinical::CodeSet kNoCodes;

Date new_year(int year) {
    return {std::chrono::year{year}, std::chrono::January, std::chrono::day{1}};
}

// Born in 1990 to 2019, one a year.
std::vector<clinical::PoolPatient> patients() {
    std::vector<clinical::PoolPatient> pool;
    for (int year = 1990; year < 2020; ++year) pool.push_back({"P" + std::to_string(year), new_year(year)});
    return pool;
}

struct Stored {
    util::ContentHash hash;
    feed::SourcePosition position;
    std::string patient;
    Date date;

    friend bool operator==(const Stored&, const Stored&) = default;
};
using Encounters = std::map<std::string, Stored, std::less<>>;

struct Said {
    int study;
    int year;
};

// What the store holds, as a batch looks it up.
SourceRows source_of(const Encounters& encounters) {
    SourceRows source;
    for (const auto& [id, stored] : encounters)
        source.encounters[id] = {
            {stored.hash, stored.position}, false, new_year(std::stoi(stored.patient.substr(1)))};
    return source;
}

class Feed {
  public:
    explicit Feed(const std::vector<Said>& said) {
        for (const Said& one : said) {
            const auto number = static_cast<std::int64_t>(records_.size());
            ids_.push_back("s" + std::to_string(one.study));
            ids_.push_back("image" + std::to_string(number));
            StudyRecord record;
            record.position = {1, 100 * number};
            record.encounter = {ids_[ids_.size() - 2],
                                new_year(one.year),
                                false,
                                &kNoCodes,
                                &kNoCodes,
                                util::content_hash(std::to_string(one.year))};
            record.procedure.procedure_id = ids_.back();
            record.procedure.content_hash = util::content_hash(ids_.back());
            records_.push_back(record);
        }
    }

    // Loads it, cut after each record whose place `cut` names; how many records were rejected.
    int load(Encounters& encounters, const clinical::PatientDraw& draw, const std::vector<bool>& cut) const {
        int rejected = 0;
        for (std::size_t from = 0, to = 0; from < records_.size(); from = to) {
            for (to = from + 1; to < records_.size() && !cut[to]; ++to) {
            }
            const SourceRows source = source_of(encounters);
            PatientChoice choice(draw);
            StudyFold fold(source, choice, nullptr);
            for (std::size_t i = from; i < to; ++i) rejected += fold.add(records_[i]) ? 1 : 0;
            Encounters after = encounters; // the source views its keys
            for (const EncounterWrite& write : fold.encounters()) {
                const auto& encounter = write.record->encounter;
                Stored& stored = after[std::string(encounter.encounter_id)];
                if (!write.patient_id.empty()) stored.patient = write.patient_id;
                stored.hash = encounter.content_hash;
                stored.position = write.record->position;
                stored.date = encounter.date;
            }
            encounters = std::move(after);
        }
        return rejected;
    }

  private:
    std::deque<std::string> ids_;
    std::vector<StudyRecord> records_;
};

} // namespace

TEST_CASE("every encounter's patient is born by its date, the same one wherever batches are cut") {
    const bool held = rc::check([] {
        const auto year = rc::gen::inRange(1985, 2025); // before 1990 nobody is born
        const auto said =
            *rc::gen::container<std::vector<Said>>(rc::gen::construct<Said>(rc::gen::inRange(0, 3), year));
        const auto cut = *rc::gen::container<std::vector<bool>>(said.size(), rc::gen::arbitrary<bool>());
        util::Secret secret{};
        secret[0] = *rc::gen::arbitrary<std::uint8_t>();
        const clinical::PatientDraw draw(secret, patients());
        const Feed feed(said);
        Encounters whole;
        Encounters parts;
        const int rejected = feed.load(whole, draw, std::vector<bool>(said.size(), false));
        RC_ASSERT(feed.load(parts, draw, cut) == rejected);
        RC_ASSERT(parts == whole);
        for (const auto& [id, stored] : whole)
            RC_ASSERT(new_year(std::stoi(stored.patient.substr(1))) <= stored.date);
        // The same bytes again, as a new generation reads them.
        feed.load(whole, draw, cut);
        for (const auto& [id, stored] : whole)
            RC_ASSERT(new_year(std::stoi(stored.patient.substr(1))) <= stored.date);
    });
    CHECK(held);
}
