#include "support/recovery_proof.h"

#include "operation/audit.h"
#include "support/database.h"
#include "support/environment.h"
#include "support/mappings.h"
#include "support/temp_folder.h"
#include "warehouse/verify.h"

#include <cstdlib>

namespace padchestd::tests {

namespace {

std::vector<std::string> left_out(Books books) {
    std::vector<std::string> columns = {"migrations.applied_at",
                                        "draw_secret.created_at",
                                        "generations.opened_at",
                                        "checkpoint.epoch",
                                        "checkpoint.device",
                                        "checkpoint.inode",
                                        "checkpoint.committed_at",
                                        "batches.epoch",
                                        "batches.started_at",
                                        "batches.committed_at",
                                        "quarantine.quarantine_id",
                                        "quarantine.quarantined_at",
                                        "quarantine.resolved_at",
                                        "warehouse_proof.turn",
                                        "warehouse_proof.began_at",
                                        "warehouse_proof.section",
                                        "warehouse_proof.after_key",
                                        "warehouse_proof.parts",
                                        "warehouse_proof.part_at",
                                        "warehouse_proof.turn_ended_at",
                                        "warehouse_state.rebuilt_at",
                                        "warehouse_state.refreshed_at",
                                        "warehouse_state.analyzed_encounters"};
    if (books == Books::ends) {
        for (const char* column : {"checkpoint.batch_id", "quarantine.batch_id", "checkpoint.studies_read",
                                   "checkpoint.read_to_end", "generations.file"})
            columns.emplace_back(column);
    }
    return columns;
}

} // namespace

std::map<std::string, std::string> whole_content(pg::Connection& connection, Books books) {
    std::map<std::string, std::string> all;
    const auto add = [&](std::string_view schema, const std::vector<std::string>& except) {
        for (auto& [table, digest] : content(connection, schema, except))
            all[std::string(schema) + "." + table] = std::move(digest);
    };
    add("ods", {"encounters.updated_at", "procedures.updated_at", "reports.updated_at", "findings.updated_at",
                "patients.created_at"});
    add("dwh", {});
    add("ingest", left_out(books));
    if (books == Books::ends) all.erase("ingest.batches");
    return all;
}

std::string differences(const std::map<std::string, std::string>& found,
                        const std::map<std::string, std::string>& expected) {
    std::string text;
    for (const auto& [table, digest] : expected) {
        const auto there = found.find(table);
        if (there == found.end())
            text += table + " is missing; ";
        else if (there->second != digest)
            text.append(table).append(": ").append(there->second).append(" instead of ").append(digest) +=
                "; ";
    }
    if (found.size() > expected.size()) text += "there are more tables than expected";
    return text;
}

std::string flaws(pg::Connection& connection, const config::Settings& settings) {
    std::string found;
    const auto report = operation::audit(connection, settings, mappings().at(settings.feed.format));
    for (const auto& difference : report.differences) found += difference + "; ";
    if (!report.feed_read) found += "the audit did not re-read the feed; ";
    for (const auto& difference : warehouse::verify(connection, util::SystemClock()))
        found += "dwh." + difference.table + ": " + std::to_string(difference.missing_rows) + " missing, " +
                 std::to_string(difference.surplus_rows) + " surplus; ";
    return found;
}

void note_proof(std::string_view tried, std::int64_t times, std::string_view outcome,
                std::string_view section) {
    const char* file = std::getenv("PADCHESTD_RELIABILITY_LOG");
    if (file == nullptr) return;
    std::string line(tried);
    line += '\t' + std::to_string(times) + '\t';
    line.append(outcome).append(long_run() ? "\tlong" : "\tshort");
    if (!section.empty()) line.append("\t").append(section);
    append_file(file, line + '\n');
}

} // namespace padchestd::tests
