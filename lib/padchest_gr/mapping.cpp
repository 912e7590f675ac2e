#include "padchest_gr/mapping.h"

#include "clinical/key_text.h"
#include "padchest/mapping.h"
#include "padchest_gr/columns.h"
#include "padchest_gr/transform.h"

#include <array>

namespace padchestd::padchest_gr {

namespace {

constexpr std::array<clinical::ImageColumn, 1> kImageColumns{
    {{"procedure_name", "text", "", "Readable name made of projection and modality."}}};

std::optional<std::string> key_at(const feed::CsvHeader& header, const feed::Record& record,
                                  std::string_view column) {
    const auto place = header.column(column);
    if (!place || *place >= record.fields.size()) return std::nullopt;
    const std::string_view key = record.fields[*place];
    if (!clinical::value_of(key) || clinical::key_fault(key)) return std::nullopt;
    return std::string(key);
}

class PadchestGr final : public clinical::Mapping {
  public:
    [[nodiscard]] std::string_view format() const override { return "padchest_gr"; }

    [[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header) const override {
        return padchest_gr::missing_columns(header);
    }

    [[nodiscard]] std::vector<clinical::FeedColumn> feed_columns() const override { return column_list(); }

    [[nodiscard]] std::unique_ptr<clinical::StudyReader>
    reader(const feed::CsvHeader& header) const override {
        return std::make_unique<Transform>(header);
    }

    // Both are PadChest's own, which the store keeps as they are.
    [[nodiscard]] clinical::RecordKeys keys(const feed::CsvHeader& header,
                                            const feed::Record& record) const override {
        if (record.malformation || record.fields.size() != header.names.size()) return {};
        return {key_at(header, record, columns::kStudyId), key_at(header, record, columns::kImageId), {}};
    }

    // Its columns name a person, a date of birth and earlier images, and its sentences are free text: a
    // record is kept by its place, and read from the feed.
    [[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader&,
                                                     const feed::Record&) const override {
        return std::nullopt;
    }

    [[nodiscard]] std::string_view column(clinical::Field field) const override {
        switch (field) {
        case clinical::Field::encounter_id:
            return columns::kStudyId;
        case clinical::Field::encounter_date:
            return columns::kStudyDate;
        case clinical::Field::procedure_id:
            return columns::kImageId;
        }
        return {};
    }

    [[nodiscard]] std::span<const clinical::ImageColumn> image_columns() const override {
        return kImageColumns;
    }

    // The labels are PadChest's.
    [[nodiscard]] clinical::ReferenceTerms reference_terms() const override {
        return padchest::mapping().reference_terms();
    }

    // It has no reports; its sentences are in two languages.
    [[nodiscard]] std::string_view language() const override { return padchest::mapping().language(); }

    [[nodiscard]] std::string facility_name(std::string_view facility_id) const override {
        return padchest::mapping().facility_name(facility_id);
    }
};

} // namespace

const clinical::Mapping& mapping() {
    static const PadchestGr one;
    return one;
}

} // namespace padchestd::padchest_gr
