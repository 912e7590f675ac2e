#include "synthetic/patients.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace {

using namespace std::chrono;
using padchestd::synthetic::synthetic_patients;
using padchestd::synthetic::SyntheticPatient;

constexpr std::uint64_t kSeed = 20'071'117;

auto as_tuple(const SyntheticPatient& p) {
    std::vector<std::pair<year_month_day, std::string>> moves;
    for (const auto& move : p.moves) moves.emplace_back(move.valid_from, move.location);
    return std::tuple(p.patient_id, p.sex, p.birth_date, p.location, moves);
}

double born_by(const std::vector<SyntheticPatient>& patients, year_month_day date) {
    const auto born =
        std::count_if(patients.begin(), patients.end(), [&](const auto& p) { return p.birth_date <= date; });
    return static_cast<double>(born) / static_cast<double>(patients.size());
}

} // namespace

TEST_CASE("the same seed gives the same patients, another seed others") {
    const auto patients = synthetic_patients(50, kSeed);
    const auto again = synthetic_patients(50, kSeed);
    const auto others = synthetic_patients(50, kSeed + 1);
    int equal = 0;
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK(as_tuple(patients[i]) == as_tuple(again[i]));
        equal += patients[i].birth_date == others[i].birth_date ? 1 : 0;
    }
    CHECK(equal < 3);
}

TEST_CASE("one seed always means these patients") {
    // Frozen: a database that was seeded by an earlier version must find the same people.
    const auto patients = synthetic_patients(2, kSeed);
    CHECK(patients[0].patient_id == "P000001");
    CHECK(patients[0].sex == 'F');
    CHECK(patients[0].birth_date == year{1971} / September / 16);
    CHECK(patients[1].location == "La Torre de les Maçanes");
}

TEST_CASE("more patients leave the earlier ones as they are") {
    const auto few = synthetic_patients(20, kSeed);
    const auto many = synthetic_patients(500, kSeed);
    for (std::size_t i = 0; i < few.size(); ++i) CHECK(as_tuple(few[i]) == as_tuple(many[i]));
}

TEST_CASE("patient ids count up from P000001 and are distinct") {
    const auto patients = synthetic_patients(1'000, kSeed);
    CHECK(patients.front().patient_id == "P000001");
    CHECK(patients.back().patient_id == "P001000");
    std::set<std::string> ids;
    for (const auto& p : patients) ids.insert(p.patient_id);
    CHECK(ids.size() == patients.size());
}

TEST_CASE("sexes and ages at the time of the studies follow the published counts") {
    const auto patients = synthetic_patients(20'000, kSeed);
    const double n = 20'000;
    const auto share = [&](char sex) {
        return static_cast<double>(std::count_if(patients.begin(), patients.end(),
                                                 [&](const auto& p) { return p.sex == sex; })) /
               n;
    };
    CHECK(share('M') == Approx(0.503).margin(0.015));
    CHECK(share('F') == Approx(0.497).margin(0.015));
    CHECK(share('O') < 0.002);

    // Studies per decade of age among 109,928, of reference/distributions.tsv.
    const std::array<double, 10> published{.0344, .0196, .0390, .0693, .1274,
                                           .1561, .2017, .2170, .1221, .0131};
    std::array<double, 12> decades{};
    double eligible = 0;
    for (int y = 2009; y <= 2017; ++y) {
        const sys_days date{year{y} / July / 1};
        for (const auto& p : patients) {
            const auto age = (date - sys_days{p.birth_date}).count();
            if (age < 0) continue;
            decades.at(static_cast<std::size_t>(age / 3653)) += 1;
            eligible += 1;
        }
    }
    for (std::size_t i = 0; i < published.size(); ++i) {
        INFO("decade " << i);
        CHECK(decades.at(i) / eligible == Approx(published.at(i)).margin(0.025));
    }
}

TEST_CASE("every study date leaves most patients eligible, and some are born later") {
    const auto patients = synthetic_patients(5'000, kSeed);
    CHECK(born_by(patients, year{2007} / May / 3) > 0.95);
    CHECK(born_by(patients, year{2007} / December / 31) < 0.999);
    CHECK(born_by(patients, year{2017} / November / 17) == 1.0);
    for (const auto& p : patients) {
        REQUIRE(p.birth_date.ok());
        REQUIRE(p.birth_date >= year{1880} / 1 / 1);
    }
}

TEST_CASE("about eight in a hundred patients move once, after their birth and to another place") {
    const auto patients = synthetic_patients(20'000, kSeed);
    double movers = 0;
    for (const auto& p : patients) {
        REQUIRE(p.moves.size() <= 1);
        for (const auto& move : p.moves) {
            movers += 1;
            REQUIRE(move.valid_from > p.birth_date);
            REQUIRE(move.valid_from >= year{2007} / May / 3);
            REQUIRE(move.valid_from <= year{2017} / November / 17);
            REQUIRE(move.location != p.location);
        }
    }
    CHECK(movers / 20'000 == Approx(0.08).margin(0.008));
}

TEST_CASE("patients live in several places of the region, most of them near the hospital") {
    std::map<std::string, int> places;
    for (const auto& p : synthetic_patients(5'000, kSeed)) ++places[p.location];
    CHECK(places.size() >= 10);
    CHECK(places["San Juan de Alicante"] > 300);
    CHECK(places["Alicante"] > places["Mutxamel"]);
}
