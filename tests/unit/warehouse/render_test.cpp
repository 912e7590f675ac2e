// Labels that a feed should never have, as `report` shows them.

#include "support/recovery_proof.h"
#include "warehouse/report.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using warehouse::ReportFormat;
using warehouse::ReportTable;

namespace {

std::string rendered(const std::string& label, ReportFormat format) {
    const ReportTable table{
        "frequency", "Frequency", {{"description", false}, {"change", true}}, {{label, "-3"}}, 0};
    return warehouse::render({table}, format);
}

} // namespace

TEST_CASE("a label of terminal escapes is shown without them") {
    const std::string text = rendered("\x1b[2Jgone\x1b]52;c;cm0=\x07", ReportFormat::text);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("?[2Jgone?]52;c;cm0=?") != std::string::npos);
    tests::note_proof("labels of terminal escapes in every output of a terminal", 1, "shown as `?`",
                      tests::kTriedToGetIdentitiesOut);
}

TEST_CASE("a label that a spreadsheet would run is a text in the CSV file") {
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
        const std::string csv = rendered(formula, ReportFormat::csv);
        CAPTURE(formula);
        const auto row = csv.substr(csv.find('\n') + 1);
        CHECK((row.starts_with("'") || row.starts_with("\"'")));
        CHECK(row.ends_with(",-3\n")); // a number stays one
    }
    CHECK(rendered("normal", ReportFormat::csv) == "description,change\nnormal,-3\n");
    tests::note_proof("labels that begin with =, +, -, @, tab or CR, in the CSV of report and page", 6,
                      "kept as texts by a leading apostrophe", tests::kTriedToGetIdentitiesOut);
}
