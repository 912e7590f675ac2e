// The upkeep of report vectors is killed at each of its steps, during a first fit and during a refit, and
// done again: each report has the vector that its model promises, and the warehouse follows.

#include "integration/text_store/vector_rig.h"
#include "support/child_daemon.h"
#include "support/environment.h"
#include "support/recovery_proof.h"
#include "text_store/vector_index.h"
#include "util/step.h"
#include "util/upkeep_steps.h"
#include "warehouse/refresh.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <csignal>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string_view deadly_step;

void die_at_step(std::string_view name) {
    if (name == deadly_step) static_cast<void>(::kill(::getpid(), SIGKILL));
}

// The upkeep in a process of its own, killed at `step`.
Ending upkeep_killed_at(const VectorRig& rig, std::string_view step, bool fit) {
    return run_in_child([&] {
        deadly_step = step;
        util::observe_steps(die_at_step);
        auto connection = rig.database.connect("text");
        text_store::UpkeepOptions options;
        options.force_fit = fit;
        options.least_reports = 20;
        options.parameters.clusters = 6;
        static_cast<void>(text_store::keep_up(connection, options, rig.clock));
        if (const auto model = text_store::find_model(connection, text_store::ModelState::current);
            step.starts_with("text_index") && text_store::vector_type(connection) == pg::VectorType::vector)
            text_store::build_index(connection, *model);
    });
}

// Indexes that a cut off build left invalid or that nobody uses, and vectors of such.
long long stray_indexes(VectorRig& rig) {
    return rig.number(
        "with used as (select vector_index from ods.text_models where state = 'current') select"
        " (select count(*) from pg_index as i join pg_class as c on c.oid = i.indexrelid where"
        "  i.indrelid = 'ods.report_vectors'::regclass and c.relname like 'reports_embedding_%' and"
        "  c.relname is distinct from (select vector_index from used)) +"
        " (select count(*) from ods.report_vectors where index_name is distinct from (select vector_index"
        "  from used))");
}

} // namespace

TEST_CASE("an upkeep of vectors killed at each step is done again and misses no report") {
    VectorRig rig;
    rig.append_studies(0, 40);
    rig.settle();
    std::int64_t kills = 0;
    int studies = 40;
    for (const bool refit : {false, true}) {
        for (const auto step : util::upkeep_step_names()) {
            const bool index = step.starts_with("text_index");
            if (index && !has_pgvector(rig.sql())) continue;
            INFO(step << (refit ? ", refit" : ", first fit"));
            const auto before = rig.model();
            const auto ending = upkeep_killed_at(rig, step, true);
            CHECK(ending == Ending::killed);
            ++kills;
            // Whatever the step: the model in use, where there is one, is that of every row.
            if (!rig.model().empty() && rig.model() == before) CHECK(rig.unpromised() == 0);
            rig.append_studies(studies, studies + 2); // the feed goes on
            studies += 2;
            rig.settle();
            text_store::UpkeepOptions options;
            options.least_reports = 20;
            options.parameters.clusters = 6;
            static_cast<void>(text_store::keep_up(rig.sql(), options, rig.clock));
            warehouse::refresh(rig.sql(), rig.clock);
            CHECK(rig.unpromised() == 0);
            CHECK(rig.number("select count(*) from ods.text_models where state = 'filling'") == 0);
            CHECK(rig.number("select count(*) from ods.report_embedding_drafts") == 0);
            if (index) {
                text_store::build_index(rig.sql(),
                                        *text_store::find_model(rig.sql(), text_store::ModelState::current));
                CHECK(stray_indexes(rig) == 0);
            }
            CHECK(rig.differences() == "");
            if (!refit)
                rig.sql().script(
                    "as before a first fit",
                    "delete from ods.text_models;"
                    " update ods.reports set embedding = null, embedding_model = null, text_cluster = null;"
                    " insert into ingest.change_queue select encounter_id, gen_random_uuid(), now()"
                    " from ods.encounters");
            if (!refit) warehouse::refresh(rig.sql(), rig.clock);
        }
    }
    note_proof("SIGKILL at each step of a fit of report vectors, its re-embedding, switch and index", kills,
               "every report has its model's vector, no draft and no index is left over, the warehouse "
               "equals a rebuild");
}
