#include "padchest/mapping.h"

#include "padchest/column_list.h"
#include "padchest/export_damage.h"
#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"
#include "padchest/known_feeds.h"
#include "padchest/quarantined_record.h"
#include "padchest/taxonomy.h"
#include "padchest/transform.h"

namespace padchestd::padchest {

namespace {

constexpr std::string_view kFacility = "HSJ";
constexpr std::string_view kHospital = "Hospital San Juan de Alicante";

class PadChest final : public clinical::Mapping {
  public:
    [[nodiscard]] std::string_view format() const override { return "padchest"; }

    [[nodiscard]] std::vector<std::string> missing_columns(const feed::CsvHeader& header) const override {
        return padchest::missing_columns(header);
    }

    [[nodiscard]] std::vector<clinical::FeedColumn> feed_columns() const override { return column_list(); }

    [[nodiscard]] std::unique_ptr<clinical::StudyReader>
    reader(const feed::CsvHeader& header) const override {
        return std::make_unique<Transform>(header, Taxonomy::built_in());
    }

    [[nodiscard]] clinical::RecordKeys keys(const feed::CsvHeader& header,
                                            const feed::Record& record) const override {
        return padchest::keys(header, record);
    }

    [[nodiscard]] std::optional<std::string> blanked(const feed::CsvHeader& header,
                                                     const feed::Record& record) const override {
        return padchest::blanked(header, record);
    }

    [[nodiscard]] std::span<const clinical::KnownFeed> known_feeds() const override {
        return padchest::known_feeds();
    }

    [[nodiscard]] std::optional<std::string>
    export_damage(const feed::CsvHeader& header, std::span<const feed::Record> records,
                  std::span<const feed::Record* const> refused,
                  std::span<const clinical::StudyRecord> accepted) const override {
        return padchest::export_damage(header, records, refused, accepted);
    }

    [[nodiscard]] std::string_view column(clinical::Field field) const override {
        switch (field) {
        case clinical::Field::encounter_id:
            return columns::kStudyId;
        case clinical::Field::encounter_date:
            return columns::kStudyDate;
        case clinical::Field::procedure_id:
            break;
        }
        return columns::kImageId;
    }

    [[nodiscard]] std::span<const clinical::ImageColumn> image_columns() const override {
        return store_columns();
    }

    [[nodiscard]] clinical::ReferenceTerms reference_terms() const override {
        return Taxonomy::built_in().reference_terms();
    }

    [[nodiscard]] std::string_view language() const override { return "es"; }

    // The feed has one hospital.
    [[nodiscard]] std::string facility_name(std::string_view facility_id) const override {
        return std::string(facility_id == kFacility ? kHospital : facility_id);
    }
};

} // namespace

const clinical::Mapping& mapping() {
    static const PadChest one;
    return one;
}

} // namespace padchestd::padchest
