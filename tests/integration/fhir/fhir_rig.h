#pragma once
// Exports of a small store.

#include "fhir/export.h"
#include "store/patient_pool.h"
#include "support/ingest_rig.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace padchestd::tests {

struct FhirRig : IngestRig {
    FhirRig() { replace(feed_header()); }

    void append_studies(int from, int to, const std::string& labels = "['cardiomegaly', 'normal']") {
        for (int i = from; i < to; ++i) append(line(i, labels));
        settle();
    }

    static std::string line(int number, const std::string& labels) {
        const auto id = std::to_string(77'000 + number);
        return feed_line({.image = id + "_img.png", .study = id, .report_id = "55" + id, .labels = labels});
    }

    fhir::ExportReport run(const std::string& folder, const std::string& since = "",
                           fhir::ResourceOptions options = {.source_ids = true, .report_texts = true}) {
        fhir::ExportRequest request;
        request.output = this->folder / folder;
        if (!since.empty()) request.since = this->folder / since;
        request.resources = options;
        request.piece = 4;
        request.pieces_between_saves = 2;
        auto connection = database.connect("export");
        return fhir::export_store(connection, store::read_secret(connection), request, {}, {});
    }

    // The resources of a type.
    [[nodiscard]] std::vector<nlohmann::json> resources(const std::string& folder,
                                                        const std::string& type) const {
        std::vector<nlohmann::json> all;
        std::string text = read_file(this->folder / folder / (type + ".ndjson"));
        for (std::size_t at = 0; at < text.size();) {
            const auto end = text.find('\n', at);
            all.push_back(nlohmann::json::parse(text.substr(at, end - at)));
            at = end + 1;
        }
        return all;
    }

    // The studies that an export holds, in order, without what their numbers have in common.
    [[nodiscard]] std::string studies(const std::string& folder) const {
        std::string numbers;
        for (const auto& encounter : resources(folder, "Encounter"))
            numbers +=
                std::to_string(std::stoi(encounter["identifier"][0]["value"].get<std::string>()) - 77'000) +
                " ";
        return numbers;
    }

    // File by file.
    [[nodiscard]] std::map<std::string, std::string> files(const std::string& folder) const {
        std::map<std::string, std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(this->folder / folder))
            all[entry.path().filename().string()] = read_file(entry.path());
        return all;
    }
};

} // namespace padchestd::tests
