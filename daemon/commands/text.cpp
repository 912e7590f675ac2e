#include "daemon/commands/commands.h"
#include "daemon/interruptible.h"
#include "daemon/session.h"
#include "ingest/session_settings.h"
#include "pg/error.h"
#include "text/decomposition.h"
#include "text_store/figures.h"
#include "text_store/maintenance.h"
#include "util/failure.h"
#include "warehouse/refresh.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

using nlohmann::ordered_json;

constexpr std::chrono::hours kPatience{4}; // as daemon/text_worker.cpp

ordered_json to_json(const std::optional<text_store::ModelInfo>& model) {
    if (!model) return nullptr;
    return {{"model", model->id},
            {"texts", model->texts},
            {"reports", model->reports},
            {"terms", model->terms},
            {"energy", model->energy},
            {"seed", model->seed},
            {"method_version", model->method_version},
            {"language", model->language},
            {"fitted_at", model->fitted_at},
            {"current_since", model->current_since},
            {"settled", model->settled},
            {"vector_index", model->vector_index}};
}

ordered_json to_json(const text_store::Figures& figures) {
    ordered_json drift = ordered_json::array();
    for (const auto& one : figures.drift)
        drift.push_back({{"month", one.month}, {"stems", one.stems}, {"unknown", one.unknown}});
    return {{"current", to_json(figures.model)},
            {"filling", to_json(figures.filling)},
            {"problem", figures.problem},
            {"pgvector", figures.pgvector},
            {"reports", figures.reports},
            {"embedded", figures.embedded},
            {"without_terms", figures.without_terms},
            {"refused", figures.refused},
            {"waiting", figures.waiting},
            {"drafted", figures.drafted},
            {"says_nothing", figures.says_nothing},
            {"distinct_texts", figures.distinct_texts},
            {"repeated_reports", figures.reports - figures.distinct_texts},
            {"largest_group", figures.largest_group},
            {"drift", drift}};
}

void print_model(const text_store::Figures& figures) {
    if (!figures.model) {
        std::cout << "model       none yet: `padchestd text fit` makes one\n";
    } else {
        const auto& model = *figures.model;
        std::cout << "model       " << model.id << ", in use since " << model.current_since
                  << "\nfitted on   " << model.texts << " distinct texts of " << model.reports << " reports, "
                  << model.terms << " terms, energy " << std::fixed << std::setprecision(3) << model.energy
                  << '\n';
        std::cout << "index       "
                  << (!model.vector_index.empty()
                          ? model.vector_index
                          : std::string("none: exact scans") + (figures.pgvector ? "" : ", without pgvector"))
                  << '\n';
    }
    if (figures.filling)
        std::cout << "on its way  " << figures.filling->id << ", " << figures.drafted
                  << " reports embedded\n";
    if (!figures.problem.empty()) std::cout << "problem     " << figures.problem << '\n';
}

void print(const text_store::Figures& figures) {
    print_model(figures);
    std::cout << "reports     " << figures.reports << ": " << figures.embedded << " embedded, "
              << figures.without_terms << " without a term left, " << figures.refused
              << " of another form or language, " << figures.waiting << " waiting\n"
              << "texts       " << figures.distinct_texts << " distinct; "
              << figures.reports - figures.distinct_texts << " reports repeat one, " << figures.largest_group
              << " share the most frequent; " << figures.says_nothing << " reports say nothing\n";
    for (const auto& one : figures.drift)
        std::cout << "drift       " << one.month << "  " << std::fixed << std::setprecision(2)
                  << 100 * one.unknown << " % of " << one.stems << " stems are unknown to the model\n";
}

void print(const text_store::Upkeep& done) {
    std::cout << "model " << done.model << " is in use: fitted in " << done.fit_ms << " ms, " << done.embedded
              << " reports embedded, " << done.settled << " caught up"
              << (done.indexed ? ", vector index built" : "") << "; " << done.duration_ms << " ms in all\n";
}

} // namespace

ExitCode text_fit(const Invocation& invocation) {
    const auto settings = invocation.settings();
    open_quiet_log();
    text_store::Upkeep done;
    run_interruptible([&](const std::stop_token& stop) {
        auto session = padchestd::ingest::session_options(settings.postgres, "text", stop);
        session.statement_timeout = kPatience;
        pg::Connection connection(std::move(session));
        text_store::UpkeepOptions options;
        options.force_fit = true;
        options.index = false;
        try {
            done = text_store::keep_up(connection, options, invocation.clock, stop);
            if (done.busy) return;
            // The clusters first: an index takes longer than all else.
            static_cast<void>(warehouse::refresh(connection, invocation.clock));
            text_store::UpkeepOptions rest;
            rest.least_reports = 0;
            done.indexed = text_store::keep_up(connection, rest, invocation.clock, stop).indexed;
        } catch (const text::Stopped&) {
            throw pg::Interrupted("fit a text model");
        }
    });
    if (done.busy)
        throw util::Failure("another program is fitting a text model",
                            "a running daemon does so by itself: what does `padchestd text status` say?",
                            ExitCode::temporary);
    print(done);
    return ExitCode::ok;
}

ExitCode text_status(const Invocation& invocation, const TextOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "text");
    const auto figures = text_store::read_figures(connection);
    if (options.json)
        std::cout << to_json(figures).dump(2) << '\n';
    else
        print(figures);
    return ExitCode::ok;
}

ExitCode text_clusters(const Invocation& invocation, const TextOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    auto connection = connect(settings, "text");
    const auto rows = connection.query(
        "read the clusters",
        "select c.cluster, coalesce(m.encounters, c.encounters) as encounters, "
        "to_json(c.top_terms) as top_terms, to_json(c.top_diagnoses) as top_diagnoses"
        " from analytics.report_clusters as c left join analytics.report_clusters_by_method as m"
        " on m.cluster = c.cluster and m.label_method = $1 where $1::text is null or m.cluster is not null"
        " order by 2 desc, 1",
        {options.method.empty() ? std::optional<std::string>() : options.method});
    ordered_json all = ordered_json::array();
    for (const pg::Row row : rows) {
        const auto cluster = row["cluster"].integer();
        const auto encounters = row["encounters"].integer();
        const auto terms = ordered_json::parse(row["top_terms"].text());
        const auto diagnoses = ordered_json::parse(row["top_diagnoses"].text());
        all.push_back({{"cluster", cluster},
                       {"encounters", encounters},
                       {"top_terms", terms},
                       {"top_diagnoses", diagnoses}});
        if (options.json) continue;
        std::cout << std::setw(3) << cluster << std::setw(9) << encounters << "  ";
        for (const auto& term : terms) std::cout << term.get<std::string>() << ", ";
        std::cout << "labelled";
        for (const auto& diagnosis : diagnoses) std::cout << ' ' << diagnosis.get<std::string>() << ';';
        std::cout << '\n';
    }
    if (options.json) std::cout << all.dump(2) << '\n';
    return ExitCode::ok;
}

} // namespace padchestd::daemon::commands
