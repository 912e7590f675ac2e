#include "clinical/rejection.h"

namespace padchestd::clinical {

std::string_view name(Reason reason) {
    switch (reason) {
    case Reason::missing_value:
        return "missing_value";
    case Reason::key_too_long:
        return "key_too_long";
    case Reason::bad_key:
        return "bad_key";
    case Reason::bad_date:
        return "bad_date";
    case Reason::date_out_of_range:
        return "date_out_of_range";
    case Reason::bad_number:
        return "bad_number";
    case Reason::number_out_of_range:
        return "number_out_of_range";
    case Reason::unknown_code:
        return "unknown_code";
    case Reason::bad_label_list:
        return "bad_label_list";
    case Reason::bad_boxes:
        return "bad_boxes";
    case Reason::too_many_labels:
        return "too_many_labels";
    case Reason::text_too_long:
        return "text_too_long";
    case Reason::no_eligible_patient:
        return "no_eligible_patient";
    case Reason::shifted_cells:
        return "shifted_cells";
    case Reason::image_of_two_studies:
        return "image_of_two_studies";
    case Reason::study_of_other_feed:
        return "study_of_other_feed";
    case Reason::refused_by_database:
        return "refused_by_database";
    }
    return "unknown"; // no value of the enumeration
}

} // namespace padchestd::clinical
