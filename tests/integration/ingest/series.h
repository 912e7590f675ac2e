#pragma once
// A rig whose feed is a series of files, for tests of it.

#include "operation/audit.h"
#include "operation/status.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"

#include <filesystem>
#include <string>

namespace padchestd::tests {

inline std::string images(int from, int to) {
    std::string text = feed_header();
    for (int i = from; i < to; ++i) {
        const auto id = std::to_string(9000 + i);
        text += feed_line({.image = id + "_a.png", .study = id, .report_id = id});
    }
    return text;
}

struct Series : IngestRig {
    explicit Series(const std::string& pattern = "part-*.csv*") {
        settings.feed.path = folder / pattern;
        settings.ingest.batch_rows = 50;
    }

    void write(const std::string& name, std::string_view bytes) const { write_file(folder / name, bytes); }
    void remove(const std::string& name) const { std::filesystem::remove(folder / name); }

    std::string files() {
        return value("select string_agg(coalesce(file, '?') || ' ' || reason, ', ' order by generation) from "
                     "ingest.generations");
    }
    long long studies() { return number("select count(*) from ods.encounters"); }
    operation::AuditReport audited() { return operation::audit(sql(), settings, padchest_mapping()); }
    operation::Status status() const { return operation::read_status(settings, clock); }
};

inline std::string what(const ingest::CycleReport& report) {
    return problem_of(report).what;
}

} // namespace padchestd::tests
