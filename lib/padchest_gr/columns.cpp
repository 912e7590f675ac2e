#include "padchest_gr/columns.h"

#include <string>

namespace padchestd::padchest_gr {

std::vector<clinical::FeedColumn> column_list() {
    using clinical::ColumnUse;
    const auto column = [](std::string_view name, ColumnUse use) {
        return clinical::FeedColumn{std::string(name), use};
    };
    return {column(columns::kStudyId, ColumnUse::needed),
            column(columns::kImageId, ColumnUse::needed),
            column(columns::kLabel, ColumnUse::needed),
            column(columns::kBoxesCount, ColumnUse::needed),
            column(columns::kExtraBoxesCount, ColumnUse::optional),
            column(columns::kLocations, ColumnUse::needed),
            column(columns::kPriorStudy, ColumnUse::optional),
            column(columns::kProgression, ColumnUse::needed),
            column("prior_imageID", ColumnUse::unread),
            column(columns::kSentenceEn, ColumnUse::needed),
            column(columns::kSentenceEs, ColumnUse::needed),
            column(columns::kInBenchmark, ColumnUse::optional),
            column(columns::kInValidation, ColumnUse::optional),
            column(columns::kSplit, ColumnUse::optional),
            column(columns::kPatientId, ColumnUse::optional),
            column("patient_is_benchmark", ColumnUse::unread),
            column(columns::kPatientBirth, ColumnUse::optional),
            column(columns::kPatientSex, ColumnUse::optional),
            column(columns::kStudyDate, ColumnUse::needed),
            column(columns::kPlainStudyDate, ColumnUse::optional),
            column(columns::kPatientAge, ColumnUse::optional),
            column(columns::kLabelGroup, ColumnUse::optional),
            column("Year", ColumnUse::unread),
            column(columns::kBoxes, ColumnUse::optional),
            column(columns::kExtraBoxes, ColumnUse::optional)};
}

} // namespace padchestd::padchest_gr
