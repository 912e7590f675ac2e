#include "nih/mapping.h"

#include "nih/columns.h"
#include "nih/known_feeds.h"
#include "nih/labels.h"
#include "nih/transform.h"

namespace padchestd::nih {

namespace {

constexpr std::string_view kFacility = "NIHCC";
constexpr std::string_view kHospital = "NIH Clinical Center";

// In the order of the published table.
std::vector<clinical::FeedColumn> column_list() {
    using clinical::ColumnUse;
    const auto needed = [](std::string_view name) {
        return clinical::FeedColumn{std::string(name), ColumnUse::needed};
    };
    const auto optional = [](std::string_view name) {
        return clinical::FeedColumn{std::string(name), ColumnUse::optional};
    };
    return {
        needed(columns::kImageIndex),   needed(columns::kFindingLabels), {"Follow-up #", ColumnUse::unread},
        optional(columns::kPatientId),  needed(columns::kPatientAge),    optional(columns::kPatientGender),
        needed(columns::kViewPosition), needed(columns::kWidth),         needed(columns::kHeight),
        needed(columns::kSpacingX),     needed(columns::kSpacingY)};
}

class ChestXray14 final : public clinical::Mapping {
  public:
    [[nodiscard]] std::string_view format() const override { return "nih"; }

    [[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header) const override {
        return nih::missing_columns(header);
    }

    [[nodiscard]] std::vector<clinical::FeedColumn> feed_columns() const override { return column_list(); }

    [[nodiscard]] std::unique_ptr<clinical::StudyReader>
    reader(const feed::CsvHeader& header) const override {
        return std::make_unique<Transform>(header);
    }

    // The one key is made with the database's secret (transform.h); the index itself names the patient.
    [[nodiscard]] clinical::RecordKeys keys(const feed::CsvHeader&, const feed::Record&) const override {
        return {};
    }

    // Without the image index no record can be tried again: it is kept by its place, and read from the feed.
    [[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader&,
                                                     const feed::Record&) const override {
        return std::nullopt;
    }

    [[nodiscard]] std::optional<clinical::Date> stated_date() const override { return kStatedDate; }

    [[nodiscard]] std::span<const clinical::KnownFeed> known_feeds() const override {
        return nih::known_feeds();
    }

    // The image index is both keys. No column gives a date.
    [[nodiscard]] std::string_view column(clinical::Field field) const override {
        return field == clinical::Field::encounter_date ? std::string_view() : columns::kImageIndex;
    }

    [[nodiscard]] std::span<const clinical::ImageColumn> image_columns() const override {
        return kImageColumns;
    }

    [[nodiscard]] clinical::ReferenceTerms reference_terms() const override { return {terms(), {}}; }

    // The table has no reports.
    [[nodiscard]] std::string_view language() const override { return "en"; }

    [[nodiscard]] std::string facility_name(std::string_view facility_id) const override {
        return std::string(facility_id == kFacility ? kHospital : facility_id);
    }
};

} // namespace

const clinical::Mapping& mapping() {
    static const ChestXray14 one;
    return one;
}

} // namespace padchestd::nih
