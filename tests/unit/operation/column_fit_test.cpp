#include "operation/column_fit.h"
#include "simulator/feed.h"
#include "support/mappings.h"
#include "support/plain_mapping.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;
using operation::ColumnState;

namespace {

using Names = std::vector<std::string>;

Names public_names() {
    Names names;
    for (const auto& column : padchest_mapping().feed_columns()) names.push_back(column.name);
    return names;
}

operation::FormatFit fit_of(const Names& names) {
    feed::CsvHeader header;
    header.names = names;
    return operation::fit(padchest_mapping(), header);
}

// `state name` of each column that is not present.
Names unusual(const operation::FormatFit& fit) {
    Names found;
    for (const auto& column : fit.columns) {
        if (column.state == ColumnState::present) continue;
        found.push_back(std::string(operation::name(column.state)) + ' ' + column.name +
                        (column.nearest.empty() ? "" : " as " + column.nearest));
    }
    return found;
}

} // namespace

TEST_CASE("a mapping's columns are those of its feeds, and the needed ones those that it refuses to miss") {
    std::string header;
    for (const auto& name : public_names()) header += (header.empty() ? "" : ",") + name;
    CHECK(',' + header.substr(header.find("ImageID")) + '\n' == simulator::FeedGenerator::header());
    for (const auto* mapping : mappings().all()) {
        std::set<std::string> needed;
        for (const auto& column : mapping->feed_columns()) {
            if (column.use == clinical::ColumnUse::needed) needed.insert(column.name);
        }
        const auto missing = mapping->missing_columns({});
        CHECK(needed == std::set<std::string>(missing.begin(), missing.end()));
    }
}

TEST_CASE("a header as it should be has nothing unusual") {
    const auto fit = fit_of(public_names());
    CHECK(fit.is_header);
    CHECK(fit.lacking() == 0);
    CHECK(unusual(fit).empty());
}

TEST_CASE("an added, a missing and a renamed column are reported by name") {
    auto names = public_names();
    *std::find(names.begin(), names.end(), "Report") = "report_";
    names.erase(std::find(names.begin(), names.end(), "PatientID"));
    names.emplace_back("Hospital");
    const auto fit = fit_of(names);
    CHECK(unusual(fit) == Names{"added Hospital", "missing PatientID", "renamed Report as report_"});
    CHECK(fit.lacking() == 1); // PatientID is optional
}

TEST_CASE("moved columns are reported, not those around them") {
    auto names = public_names();
    std::swap(names[0], names.back());
    CHECK(unusual(fit_of(names)) == Names{"reordered LocalizationsCUIS", "reordered "});
    names = public_names();
    std::rotate(names.begin(), names.begin() + 1, names.end()); // the first one goes last
    CHECK(unusual(fit_of(names)) == Names{"reordered "});
}

TEST_CASE("a name that occurs twice is an added column") {
    auto names = public_names();
    names.emplace_back("Report");
    CHECK(unusual(fit_of(names)) == Names{"added Report"});
}

TEST_CASE("cells are not taken for names of columns") {
    const auto fit = fit_of({"0", "99_a.png", "Report", "20140915", "Labels"});
    CHECK_FALSE(fit.is_header);
    CHECK(fit.columns.empty());
    CHECK(fit_of({"imageid", "STUDYID", "Study Date DICOM"}).is_header); // other spellings are names
}
