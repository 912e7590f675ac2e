#include "padchest/procedure_name.h"

namespace padchestd::padchest {

namespace {

// Seven codes in the real feed; the bound is for a feed that writes something else into the column.
constexpr std::size_t kCacheBytes = std::size_t{64} * 1024;

std::string_view view_name(std::string_view projection) {
    if (projection == "L") return "lateral";
    // "Horizontal" is the patient: PadChest's antero-posterior images of patients lying on their back.
    if (projection == "AP_horizontal") return "AP supine";
    if (projection == "COSTAL") return "ribs";
    if (projection == "UNK" || projection == "EXCLUDE") return {};
    return projection;
}

} // namespace

std::string procedure_name(clinical::OptionalText projection) {
    std::string text = "Chest X-ray";
    if (const std::string_view view = view_name(projection.value_or("")); !view.empty()) {
        text += ", ";
        text += view;
    }
    return text;
}

ProcedureNames::ProcedureNames()
    : cache_(kCacheBytes) {}

clinical::Text ProcedureNames::operator()(clinical::OptionalText projection) {
    const clinical::Text code = projection.value_or("");
    const std::string* name = cache_.find(code);
    return name != nullptr ? *name : *cache_.add(code, procedure_name(projection));
}

} // namespace padchestd::padchest
