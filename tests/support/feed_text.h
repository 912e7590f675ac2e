#pragma once
// Small feeds by hand: PadChest's header, and a record in which only what a test is about is named.

#include <string>
#include <string_view>

namespace padchestd::tests {

// The 36 columns in file order, with a line end.
[[nodiscard]] std::string feed_header();

// Every value is in the record as written here, quoted where the dialect wants it.
struct FeedRow {
    std::string image = "9901_aaaaaa.png";
    std::string study = "9901";
    std::string date = "20140915";
    std::string projection = "PA";
    std::string modality = "CR";
    std::string rows = "1000";
    std::string report_id = "4000001";
    std::string report = " sin hallazg patolog .";
    std::string label_method = "Physician";
    std::string labels = "['normal']";
    std::string localizations = "[]";
    std::string patient = "1234567890123456789012345678901234567";
    std::string birth = "1930.0";
    std::string pediatric = "No";
    std::string sex = "F";
};

// One line, with its line end.
[[nodiscard]] std::string feed_line(const FeedRow& row);

} // namespace padchestd::tests
