#include "acceptance/feed_profile.h"
#include "simulator/feed_writer.h"
#include "support/environment.h"
#include "support/temp_folder.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>

namespace {

using padchestd::tests::feed_profile;
using padchestd::tests::FeedProfile;

// A frequency of the public file (160,861 records of 109,931 studies, counted there), and the factor within
// which the made-up feed has it: near 1 where it is common, wider where 20,000 studies hold only a few dozen
// cases.
struct Known {
    const char* name;
    double frequency;
    double factor;
};

constexpr double kRecords = 160'861;
constexpr double kStudies = 109'931;

const std::vector<Known>& known() {
    static const std::vector<Known> all{
        // the form of the text
        {"label: leading space", 41'824 / 333'158.0, 1.15},
        {"record: an empty label", 3'041 / kRecords, 1.25},
        {"record: labels missing", 103 / kRecords, 2.5},
        {"record: a label twice", 669 / kRecords, 1.5},
        {"record: normal beside findings", 226 / kRecords, 1.8},
        {"record: wrapped CUI text", 5'214 / kRecords, 1.25},
        {"record: view position nan", 69'085 / kRecords, 1.05},
        {"record: aspect ratio as a list", 48'003 / kRecords, 1.05},
        {"record: window in exponents", 15'677 / kRecords, 1.1},
        {"record: tube current None", 57'985 / kRecords, 1.05},
        {"record: negative exposure", 56'436 / kRecords, 1.1},
        {"study: id with a suffix", 1'924 / kStudies, 1.2},
        {"study: id of 45 digits", 81'552 / kStudies, 1.03},
        // images, studies, reports
        {"study: images", kRecords / kStudies, 1.02},
        {"images: together", 12'734 / 49'254.0, 1.12},
        {"images: median distance", 45, 1.2},
        {"images: farther than 500 records", 0.1378, 1.2},
        {"report: id on two studies", 2'148 / kStudies, 1.2},
        {"study: first of its patient", 67'625 / kStudies, 1.03},
        // what was photographed, and of whom
        {"record: labelled by a physician", 39'053 / kRecords, 1.05},
        {"record: projection L", 49'579 / kRecords, 1.05},
        {"record: projection AP_horizontal", 14'346 / kRecords, 1.1},
        {"record: digital radiography", 11'999 / kRecords, 1.1},
        {"record: maker Philips", 81'084 / kRecords, 1.05},
        {"record: directory 54", 4'297 / kRecords, 1.2},
        {"record: pediatric", 274 / kRecords, 1.8},
        {"study: sex F", 0.4968, 1.03},
        {"study: before 2014", 0.7126, 1.06},
        {"study: age 70 or more", 38'733 / kStudies, 1.1},
        {"study: age below 20", 5'938 / kStudies, 1.15},
        // labels
        {"study: labels", 222'233 / kStudies, 1.04},
        {"study: places", 196'348 / kStudies, 1.08},
        {"study: one label", 60'401 / kStudies, 1.03},
        {"study: five labels or more", 8'829 / kStudies, 1.12},
        {"study: no place", 0.4219, 1.08},
        {"finding: normal", 35'842 / kStudies, 1.05},
        {"finding: COPD signs", 14'220 / kStudies, 1.12},
        {"finding: cardiomegaly", 9'798 / kStudies, 1.12},
        {"finding: unchanged", 9'675 / kStudies, 1.12},
        {"finding: aortic elongation", 7'460 / kStudies, 1.12},
        {"finding: pleural effusion", 6'880 / kStudies, 1.15},
        {"finding: scoliosis", 5'531 / kStudies, 1.15},
        {"finding: interstitial pattern", 5'450 / kStudies, 1.15},
        {"finding: NSG tube", 5'245 / kStudies, 1.15},
        {"finding: pneumonia", 5'037 / kStudies, 1.15},
        {"together: cardiomegaly, aortic elongation", 0.02476, 1.2},
        {"together: NSG tube, endotracheal tube", 0.01417, 1.4},
        {"together: pleural effusion, atelectasis", 0.01022, 1.4},
        {"together: COPD signs, air trapping", 0.01215, 1.4},
        // the reports' text
        {"report: missing", 89 / kStudies, 2.5},
        {"report: ends in a stop", 0.9293, 1.02},
        {"report: an empty sentence", 0.1114, 1.15},
        {"report: a number", 0.1685, 1.15},
        {"report: sin", 0.4262, 1.25},
        {"report: no", 0.1955, 1.3},
        {"report: stems", 12.23, 1.1},
        {"report: fewer than ten stems", 56'721 / kStudies, 1.08},
    };
    return all;
}

// Never so, in either file.
constexpr std::array kNever{"report: no leading space", "study: before birth"};

// A fifth of the real feed's size, in its proportions.
FeedProfile made_up() {
    const padchestd::tests::TempFolder folder;
    const auto path = folder / "feed.csv";
    const auto written = padchestd::simulator::write_feed(
        path, {.encounters = 20'000, .images_per_study = kRecords / kStudies, .seed = 11}, {},
        padchestd::util::SystemClock{}, {}, {});
    REQUIRE_FALSE(written.stopped);
    return feed_profile(path);
}

void check(const FeedProfile& profile, const Known& quirk, double wanted, double factor) {
    const auto found = profile.find(quirk.name);
    const double frequency = found == profile.end() ? 0 : found->second;
    INFO(quirk.name << ": " << frequency << ", wanted " << wanted << " within a factor of " << factor);
    CHECK(frequency <= wanted * factor);
    CHECK(frequency >= wanted / factor);
}

} // namespace

TEST_CASE("the made-up feed has the quirks of the real one at the frequencies that were counted there") {
    const FeedProfile profile = made_up();
    for (const Known& quirk : known()) check(profile, quirk, quirk.frequency, quirk.factor);
    for (const char* name : kNever) CHECK(profile.at(name) == 0);
}

TEST_CASE("the made-up feed has the quirks of the real file at its frequencies") {
    const auto real = padchestd::tests::real_feed();
    if (!real) return padchestd::tests::skip("the real feed is not here (scripts/fetch-padchest gets it)");
    const FeedProfile theirs = feed_profile(*real);
    const FeedProfile ours = made_up();
    for (const Known& quirk : known()) {
        check(theirs, quirk, quirk.frequency, 1.002); // the constants are the file's
        check(ours, quirk, theirs.at(quirk.name), quirk.factor);
        std::printf("%-45s %10.5f real %10.5f made up\n", quirk.name, theirs.at(quirk.name),
                    ours.at(quirk.name));
    }
    for (const char* name : kNever) CHECK(theirs.at(name) == 0);
}
