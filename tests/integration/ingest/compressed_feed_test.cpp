// A compressed feed loads what the plain one does.

#include "operation/audit.h"
#include "simulator/feed.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/packing.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

TEST_CASE("a gzip and a zstd feed that grow give the store of the plain feed, and audit reads them") {
    simulator::FeedGenerator generator(
        {.encounters = 200, .images_per_study = 1.5, .seed = 3, .bad_records = 0.02});
    std::string text(simulator::FeedGenerator::header());
    for (std::string record; generator.next(record);) text += record;
    const std::string start = text.substr(0, text.size() / 3);
    const std::string rest = text.substr(start.size());

    std::map<std::string, std::string> plain;
    for (const std::string extension : {".csv", ".csv.gz", ".csv.zst"}) {
        CAPTURE(extension);
        const auto pack = [&](const std::string& piece) {
            if (extension == ".csv.gz") return gzip(piece);
            return extension == ".csv.zst" ? zstd(piece) : piece;
        };
        IngestRig rig;
        rig.settings.feed.path = rig.folder / ("feed" + extension);
        rig.settings.ingest.batch_rows = 50;
        rig.settings.ingest.max_reject_ratio = 1;
        rig.append(pack(start));
        rig.settle();
        rig.restart();
        const std::string packed = pack(rest);
        rig.append(packed.substr(0, packed.size() / 2));
        rig.cycle();
        rig.append(packed.substr(packed.size() / 2));
        rig.settle();
        CHECK(rig.number("select byte_offset from ingest.checkpoint") == static_cast<long long>(text.size()));
        CHECK(rig.number("select generation from ingest.checkpoint") == 1);
        const auto report = operation::audit(rig.sql(), rig.settings, padchest_mapping());
        CHECK(report.differences.empty());
        CHECK(report.feed_bytes == static_cast<std::int64_t>(text.size()));
        if (plain.empty()) plain = rig.store_content();
        CHECK(rig.store_content() == plain);
    }
}
