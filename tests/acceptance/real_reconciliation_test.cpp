// The figures of docs/reconciliation.md that need nothing but the real file: what scripts/reconcile-padchest
// counts there is what queries of the store count. Prints counts only.

#include "support/child.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/shell.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

using Figures = std::map<std::string, long long>;

Figures figures_of(const std::string& text) {
    Figures figures;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto tab = line.find('\t');
        if (tab != std::string::npos) figures[line.substr(0, tab)] = std::stoll(line.substr(tab + 1));
    }
    return figures;
}

// Made up: what the script reads out of another program's source, without a name of the real ones.
constexpr const char* kLoader = R"python(
class PC_Dataset(Dataset):
    def __init__(self):
        self.pathologies = ["Effusion", "Nodule", "Mass", "Tube'", "Consolidation", "Cardiomegaly"]
        mapping = dict()
        mapping["Consolidation"] = ["air bronchogram"]
        mapping["Tube'"] = ["stent'"]
        missing = ["none.png"]
)python";

// Images of the store with a label that matches.
long long images_with(IngestRig& rig, const std::string& words) {
    return rig.number("select count(distinct (p.encounter_id, p.procedure_id)) from ods.diagnoses as t join "
                      "ods.encounter_diagnoses as d using (diagnosis_code) join ods.procedures as p using "
                      "(encounter_id) where t.description ~ '" +
                      words + "'");
}

} // namespace

TEST_CASE("what the reconciliation script counts in the real feed is what queries of the store count") {
    const auto feed = real_feed();
    if (!feed) return skip("the real feed is not here: scripts/fetch-padchest");
    IngestRig rig;
    rig.settings.feed.path = *feed;
    REQUIRE(run_program({"ingest", "--once"}, environment_of(rig.settings)).exit_code == 0);
    write_file(rig.folder / "datasets.py", kLoader);
    const auto end =
        shell(rig.folder, "'" + source("scripts/reconcile-padchest").string() + "' --torchxrayvision '" +
                              (rig.folder / "datasets.py").string() + "' '" + feed->string() + "'");
    REQUIRE(end.well);
    auto figures = figures_of(end.output);

    CHECK(figures["images"] == 160'861);
    CHECK(figures["patients"] == 67'625);
    CHECK(figures["patients by the first record of each study"] == 67'624);
    CHECK(figures["records"] == rig.number("select count(*) from ods.procedures"));
    CHECK(figures["studies"] == rig.number("select count(*) from ods.encounters"));
    const std::string no_label = " as one where not exists (select from ods.encounter_diagnoses as d where "
                                 "d.encounter_id = one.encounter_id)";
    CHECK(figures["records without a label"] == rig.number("select count(*) from ods.procedures" + no_label));
    CHECK(figures["studies without a label"] == rig.number("select count(*) from ods.encounters" + no_label));
    CHECK(figures["txrv PA, all: of the views"] ==
          rig.number("select count(*) from ods.procedures where projection = 'PA'"));
    CHECK(figures["txrv PA, all: of the views"] - figures["txrv PA, all: with a Labels cell"] == 65);
    const std::map<std::string, std::string> words{{"Effusion", "effusion"},
                                                   {"Nodule", "nodule"},
                                                   {"Mass", "mass"},
                                                   {"Tube'", "(tube|stent)$"},
                                                   {"Consolidation", "consolidation|air bronchogram"},
                                                   {"Cardiomegaly", "cardiomegaly"}};
    for (const auto& [pathology, pattern] : words) {
        INFO(pathology);
        CHECK(figures["txrv label " + pathology + ": as text"] > 0);
        CHECK(figures["txrv label " + pathology + ": as text"] == images_with(rig, pattern));
    }
    CHECK(figures["txrv label Nodule: as a label"] == images_with(rig, "^nodule$"));
}
