#include "config/renamed_columns.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace padchestd;

TEST_CASE("renamed columns are pairs of names with commas between") {
    using Names = std::map<std::string, std::string>;
    CHECK(config::parse_renamed_columns("") == Names{});
    CHECK(config::parse_renamed_columns("  ") == Names{});
    CHECK(config::parse_renamed_columns("Informe: Report") == Names{{"Informe", "Report"}});
    CHECK(config::parse_renamed_columns(" Fecha de estudio :StudyDate_DICOM,Informe:Report ") ==
          Names{{"Fecha de estudio", "StudyDate_DICOM"}, {"Informe", "Report"}});
    const std::string bad =
        GENERATE("Informe", "Informe:", ":Report", "a: b,", ",a: b", "a: b: c", "a: b, a: c", "a: c, b: c");
    CAPTURE(bad);
    CHECK_FALSE(config::parse_renamed_columns(bad));
}
