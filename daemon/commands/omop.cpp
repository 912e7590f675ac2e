#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "omop/cdm_tables.h"
#include "omop/coverage.h"
#include "omop/vocabulary_import.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

using nlohmann::ordered_json;

ordered_json to_json(const omop::Coverage& coverage) {
    ordered_json tables = ordered_json::object();
    for (const auto& one : coverage.vocabulary) tables[one.table] = one.rows;
    ordered_json fields = ordered_json::array();
    for (const auto& one : coverage.fields)
        fields.push_back({{"field", one.field},
                          {"rows", one.rows},
                          {"mapped_rows", one.mapped_rows},
                          {"codes", one.codes},
                          {"mapped_codes", one.mapped_codes}});
    return {
        {"vocabulary_version", coverage.vocabulary_version}, {"vocabulary", tables}, {"coverage", fields}};
}

void print(const omop::Coverage& coverage) {
    std::cout << "vocabularies  "
              << (coverage.vocabulary_version.empty()
                      ? "none imported: `padchestd omop import` takes Athena's files"
                      : coverage.vocabulary_version)
              << '\n';
    for (const auto& one : coverage.vocabulary)
        if (one.rows > 0)
            std::cout << "  " << std::left << std::setw(42) << one.table << one.rows << " rows\n";
    std::cout << "mapped to a concept\n";
    for (const auto& one : coverage.fields) {
        const auto percent = 100.0 * static_cast<double>(one.mapped_rows) / static_cast<double>(one.rows);
        std::cout << "  " << std::left << std::setw(42) << one.field << std::fixed << std::setprecision(1)
                  << percent << " % of " << one.rows << " rows, " << one.mapped_codes << " of " << one.codes
                  << " codes\n";
    }
}

} // namespace

ExitCode omop_import(const Invocation& invocation, const OmopOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "omop-import");
    for (const auto& table : omop::import_vocabulary(connection, options.files))
        std::cout << "omop." << table.name << ": " << table.rows << " rows\n";
    return ExitCode::ok;
}

ExitCode omop_materialize(const Invocation& invocation, const OmopOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "omop-materialize");
    std::int64_t rows = 0;
    const auto tables = omop::materialize(connection, options.schema);
    for (const auto& table : tables) {
        rows += table.rows;
        if (table.rows > 0)
            std::cout << options.schema << '.' << table.table << ": " << table.rows << " rows\n";
    }
    std::cout << rows << " rows in " << tables.size() << " tables\n";
    return ExitCode::ok;
}

ExitCode omop_status(const Invocation& invocation, const OmopOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "omop-status");
    const auto coverage = omop::read_coverage(connection);
    if (options.json)
        std::cout << to_json(coverage).dump(2) << '\n';
    else
        print(coverage);
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
