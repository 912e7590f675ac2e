#include "simulator/bad_record.h"

namespace padchestd::simulator {
namespace {

// Wrapped CUI columns would hold newlines; a faulty record is one line, so that a reader who gives it up at
// the line's end has given up all of it.
void unwrap(Row& row) {
    for (const Column column : {Column::label_cuis, Column::localizations_cuis}) {
        for (char& c : row[column]) {
            if (c == '\n') c = ' ';
        }
    }
}

} // namespace

std::string spoiled(Row row, std::uint64_t n, util::SeededRandom& random) {
    unwrap(row);
    switch (static_cast<Fault>(n % kFaults)) {
    case Fault::impossible_date:
        row[Column::study_date] = "20130231";
        break;
    case Fault::date_of_letters:
        row[Column::study_date] = "ayer";
        break;
    case Fault::date_too_early:
        row[Column::study_date] = "18991231";
        break;
    case Fault::study_id_missing:
        row[Column::study_id].clear();
        break;
    case Fault::image_id_missing:
        row[Column::image_id] = "nan";
        break;
    case Fault::study_id_too_long:
        row[Column::study_id].resize(300, '9');
        break;
    case Fault::field_missing: {
        std::string line = csv_line(row);
        return line.substr(line.find(',') + 1);
    }
    case Fault::field_surplus:
        return "0," + csv_line(row);
    case Fault::number_of_letters:
        row[Column::rows] = "many";
        break;
    case Fault::number_out_of_range:
        row[Column::rows] = std::to_string(10'000'000'000 + random.below(1'000));
        break;
    case Fault::not_utf8:
        row[Column::report] += " \xff\xfe";
        break;
    case Fault::nul_byte:
        row[Column::report] += std::string(1, '\0');
        break;
    case Fault::unknown_code:
        row[Column::pediatric] = "perhaps";
        break;
    case Fault::open_label_list:
        row[Column::labels] = "['normal'";
        break;
    case Fault::stray_quote: {
        row[Column::report].clear();
        std::string line = csv_line(row);
        return line.insert(line.find(',', line.find(',') + 1), "a\"b");
    }
    }
    return csv_line(row);
}

} // namespace padchestd::simulator
