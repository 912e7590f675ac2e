#include "support/plain_mapping.h"

#include "clinical/content_hashes.h"
#include "util/failure.h"

#include <algorithm>
#include <map>

namespace padchestd::tests {

namespace {

using clinical::CodeSet;
using clinical::Reason;
using clinical::Rejection;
using clinical::StudyRecord;

constexpr std::array<std::string_view, 4> kColumns{"exam", "image", "day", "findings"};

constexpr std::array<clinical::ImageColumn, 1> kImageColumns{
    {{"procedure_name", "text", "", "Readable name made of projection and modality."}}};

const std::vector<clinical::Term>& terms() {
    static const std::vector<clinical::Term> all{{"clear", "clear", "", "", clinical::Kind::normal, {}},
                                                 {"opacity", "opacity", "", "", clinical::Kind::finding, {}}};
    return all;
}

bool is_known(const std::string& code) {
    return std::any_of(terms().begin(), terms().end(), [&](const auto& term) { return term.code == code; });
}

CodeSet set_of(std::string_view findings) {
    std::map<std::string, std::string> labels; // by code
    while (!findings.empty()) {
        const auto end = std::min(findings.find('|'), findings.size());
        const auto label = findings.substr(0, end);
        if (!label.empty()) labels.emplace(clinical::code_of(label), label);
        findings.remove_prefix(std::min(end + 1, findings.size()));
    }
    CodeSet set;
    for (const auto& [code, label] : labels) {
        if (!is_known(code)) set.unknown.push_back(set.codes.size());
        set.codes.push_back(code);
        set.terms.push_back(label);
    }
    return set;
}

class PlainReader final : public clinical::StudyReader {
  public:
    explicit PlainReader(const feed::CsvHeader& header) {
        for (const auto name : kColumns) places_[name] = *header.column(name);
    }

    std::variant<StudyRecord, Rejection> operator()(const feed::Record& record,
                                                    std::int32_t generation) override {
        StudyRecord study;
        study.encounter.encounter_id = record.fields[places_["exam"]];
        if (study.encounter.encounter_id.empty()) return Rejection{Reason::missing_value, "exam"};
        study.procedure.procedure_id = record.fields[places_["image"]];
        if (study.procedure.procedure_id.empty()) return Rejection{Reason::missing_value, "image"};
        const auto date = clinical::parse_iso_date(record.fields[places_["day"]]);
        if (!date) return Rejection{Reason::bad_date, "day"};
        study.encounter.date = *date;
        study.encounter.pediatric = false;
        const std::string findings(record.fields[places_["findings"]]);
        study.encounter.diagnoses = &sets_.try_emplace(findings, set_of(findings)).first->second;
        study.encounter.localizations = &none_;
        study.encounter.content_hash = hash_(study.encounter);
        study.procedure.values[0] = "X-ray";
        study.procedure.columns = study.procedure.always = kImageColumns.size();
        study.procedure.content_hash = hash_(study.procedure);
        study.position = {generation, static_cast<std::int64_t>(record.start.byte_offset)};
        study.record_number = record.start.record_number;
        study.length = record.length;
        study.raw = record.bytes;
        study.record_hash = util::content_hash(record.bytes);
        return study;
    }

    void begin_batch() override {} // a test's feed is small
    [[nodiscard]] std::size_t new_bytes() const override { return 0; }

  private:
    std::map<std::string_view, std::size_t> places_;
    std::map<std::string, CodeSet> sets_;
    CodeSet none_;
    clinical::ContentHasher hash_;
};

class Plain final : public clinical::Mapping {
  public:
    std::string_view format() const override { return "plain"; }

    std::vector<std::string> missing_columns(const feed::CsvHeader& header) const override {
        return clinical::missing_names(header, kColumns);
    }

    std::unique_ptr<clinical::StudyReader> reader(const feed::CsvHeader& header) const override {
        if (!missing_columns(header).empty())
            throw util::Failure("not a plain feed", "are all columns there?", util::ExitCode::data);
        return std::make_unique<PlainReader>(header);
    }

    clinical::RecordKeys keys(const feed::CsvHeader& header, const feed::Record& record) const override {
        if (record.fields.size() != header.names.size()) return {};
        return {std::string(record.fields[*header.column("exam")]),
                std::string(record.fields[*header.column("image")]),
                {}};
    }

    std::optional<std::string> blanked(const feed::CsvHeader&, const feed::Record& record) const override {
        if (record.malformation) return std::nullopt;
        std::string line(record.bytes);
        while (line.ends_with('\n')) line.pop_back();
        return line;
    }

    std::string_view column(clinical::Field field) const override {
        if (field == clinical::Field::encounter_id) return "exam";
        return field == clinical::Field::procedure_id ? "image" : "day";
    }

    std::span<const clinical::ImageColumn> image_columns() const override { return kImageColumns; }
    clinical::ReferenceTerms reference_terms() const override { return {terms(), {}}; }
    std::string_view language() const override { return "en"; }
    std::string facility_name(std::string_view facility_id) const override {
        return "Clinic " + std::string(facility_id);
    }
};

} // namespace

const clinical::Mapping& plain_mapping() {
    static const Plain one;
    return one;
}

} // namespace padchestd::tests
