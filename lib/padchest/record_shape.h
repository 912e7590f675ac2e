#pragma once
// Whether the cells of a record can belong to their columns. A comma too few or too many, a cut line or a
// broken quote moves cells: a PatientID then comes where a key or a text is read. Such a record is not
// loaded, and no cell of it is stored.

#include "feed/csv_header.h"
#include "feed/fields.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace padchestd::padchest {

class RecordShape {
  public:
    explicit RecordShape(const feed::CsvHeader& header);

    // The first column whose cell cannot belong to it, as static text; nothing where all can. `fields` are as
    // many as the header's. What is asked of a cell holds for each of the 160,861 records of the public file:
    // - ImageID is StudyID, `_`, more, and an extension of letters.
    // - PatientBirth is a year or missing, PatientSex_DICOM F, M, O or missing, Pediatric No or PED.
    // - Codes begin with a letter, ReportID and the row number are digits, where they are not missing.
    // - No other column that is kept holds a run of 24 digits or more.
    // Numbers, dates and lists are checked where they are read.
    [[nodiscard]] std::optional<std::string_view> odd_column(const feed::Fields& fields) const;

  private:
    using Test = bool (*)(std::string_view cell);
    struct Check {
        std::size_t place;
        std::string_view column;
        Test test;
    };

    void add(const feed::CsvHeader& header, std::string_view column, Test test);

    std::optional<std::size_t> image_id_, study_id_;
    std::vector<Check> checks_;
};

} // namespace padchestd::padchest
