// Long work: what a daemon holds of the machine does not grow with what it has done.

#include "recovery/small_studies.h"
#include "support/environment.h"
#include "support/ingest_rig.h"
#include "support/recovery_proof.h"
#include "support/resources.h"

#include <catch2/catch.hpp>

#include <iostream>

using namespace padchestd;
using namespace padchestd::tests;

TEST_CASE("a daemon that works for long keeps neither memory nor descriptors") {
    IngestRig rig;
    rig.settings.dashboard.file = rig.folder / "dashboard.html";
    rig.replace(feed_header());
    const auto work = [&](int from, int to) {
        for (int i = from; i < to; ++i) {
            rig.append(study(i % 500, {.report = " texto " + std::to_string(i) + " ."}) +
                       study(i % 500, {.date = "99991231"}));
            if (i % 25 == 24) rig.replace(feed_header()); // another generation
            if (i % 20 == 19) rig.restart();
            static_cast<void>(rig.cycle());
        }
    };
    const int cycles = long_run() ? 2000 : 60;
    work(0, cycles); // until every cache is filled
    const auto memory = resident_kib();
    const auto descriptors = open_descriptors();
    work(0, cycles);
    const auto grown = resident_kib() - memory;
    std::cout << cycles << " working cycles: resident memory " << memory << " KiB, grown by " << grown
              << " KiB; descriptors " << descriptors << ", then " << open_descriptors() << "\n";
    CHECK((grown < 4096 || sanitized()));
    CHECK(open_descriptors() <= descriptors);
    note_proof("working cycles with new generations and restarts, one after the other", cycles,
               "memory and descriptors flat");
}
