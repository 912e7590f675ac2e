#include "clinical/patient_draw.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

using namespace padchestd;
using clinical::Date;
using clinical::PatientDraw;
using clinical::PoolPatient;

namespace {

Date day(const std::string& iso) {
    return clinical::parse_iso_date(iso).value();
}

util::Secret counting_secret() {
    util::Secret secret{};
    std::iota(secret.begin(), secret.end(), std::uint8_t{0});
    return secret;
}

std::vector<PoolPatient> pool(int count, const std::string& born) {
    std::vector<PoolPatient> patients;
    for (int i = 0; i < count; ++i) patients.push_back({"P" + std::to_string(100000 + i), day(born)});
    return patients;
}

} // namespace

TEST_CASE("the draw is the HMAC-SHA256 of the encounter id, scaled to the pool") {
    const PatientDraw draw(counting_secret(), pool(5000, "1950-01-01"));
    // By Python's hmac module: int.from_bytes(digest[:8], 'big') * 5000 >> 64.
    CHECK(draw.draw("12345", day("2010-01-01")) == "P101071");
    CHECK(draw.draw("67890_2", day("2010-01-01")) == "P101957");
    CHECK(draw.draw("12345", day("2010-01-01")) == "P101071");
}

TEST_CASE("only patients born by the study date are drawn, and none where there is none") {
    auto patients = pool(1, "2000-02-29");
    patients.push_back({"P200000", day("2010-06-15")});
    const PatientDraw draw(counting_secret(), patients);
    CHECK_FALSE(draw.draw("1", day("2000-02-28")));
    CHECK(draw.draw("1", day("2000-02-29")) == "P100000");
    bool later_is_drawn = false;
    for (int i = 0; i < 64; ++i) {
        CHECK(draw.draw(std::to_string(i), day("2010-06-14")) == "P100000");
        later_is_drawn |= draw.draw(std::to_string(i), day("2010-06-15")) == "P200000";
    }
    CHECK(later_is_drawn);
    CHECK_FALSE(PatientDraw(counting_secret(), {}).draw("1", day("2010-01-01")));
}

TEST_CASE("the order of the pool makes no difference, the secret does") {
    auto patients = pool(50, "1950-01-01");
    for (std::size_t i = 0; i < patients.size(); i += 3) patients[i].birth_date = day("1949-12-31");
    const PatientDraw draw(counting_secret(), patients);
    std::reverse(patients.begin(), patients.end());
    const PatientDraw reversed(counting_secret(), patients);
    const PatientDraw other(util::Secret{}, patients);
    int differences = 0;
    for (int i = 0; i < 200; ++i) {
        const std::string id = std::to_string(i);
        CHECK(draw.draw(id, day("2010-01-01")) == reversed.draw(id, day("2010-01-01")));
        differences += draw.draw(id, day("2010-01-01")) != other.draw(id, day("2010-01-01")) ? 1 : 0;
    }
    CHECK(differences > 150);
}

TEST_CASE("patients are drawn uniformly") {
    constexpr int kPatients = 100;
    constexpr int kDraws = 20'000;
    const PatientDraw draw(counting_secret(), pool(kPatients, "1950-01-01"));
    std::unordered_map<std::string_view, int> drawn;
    for (int i = 0; i < kDraws; ++i) ++drawn[draw.draw(std::to_string(i), day("2010-01-01")).value()];
    double chi_square = 0;
    constexpr double kExpected = static_cast<double>(kDraws) / kPatients;
    for (const auto& [patient, count] : drawn)
        chi_square += (count - kExpected) * (count - kExpected) / kExpected;
    chi_square += (kPatients - static_cast<double>(drawn.size())) * kExpected;
    CHECK(chi_square < 148.2); // 99 degrees of freedom: one secret in a thousand is above; this one is fixed
    CHECK(chi_square > 60.0);  // and as few are this even
}

TEST_CASE("a date is eight digits of a day that exists") {
    CHECK(clinical::parse_dicom_date("20140915") == day("2014-09-15"));
    CHECK(clinical::parse_dicom_date("20120229") == day("2012-02-29"));
    for (const char* text : {"", "2014091", "201409155", "20140932", "20141301", "20140010", "20140900",
                             "20110229", "2014-9-1", "2014091a", "+2140915", " 2140915", "00000101"}) {
        CAPTURE(text);
        CHECK_FALSE(clinical::parse_dicom_date(text));
    }
    CHECK(clinical::iso_text(*clinical::parse_dicom_date("00090807")) == "0009-08-07");
    CHECK(clinical::iso_text(day("9999-12-31")) == "9999-12-31");
    for (const char* text : {"20140915", "2014/09/15", "2014-02-30", "2014-09-15 ", "2014-0915-"}) {
        CAPTURE(text);
        CHECK_FALSE(clinical::parse_iso_date(text));
    }
}
