#pragma once
// The columns of a procedure: which column of the feed each comes from, and which values it takes.

#include "clinical/study.h"
#include "padchest/number_text.h"

#include <array>
#include <optional>
#include <string_view>

namespace padchestd::padchest {

enum class ValueForm {
    code,    // text of at most kMaxTextBytes
    integer, // see padchest/number_text.h
    decimal,
};

// Longest code of the real feed: 29 bytes (`Manual review of DICOM fields`).
inline constexpr std::size_t kMaxTextBytes = 128;

struct ProcedureField {
    clinical::ProcedureColumn column;
    std::string_view feed_column;
    ValueForm form;
    NumberRange range; // of numbers, both ends allowed
};

// All of them but procedure_name, which is made of the projection (padchest/procedure_name.h).
inline constexpr std::size_t kProcedureFields = clinical::kProcedureColumns - 1;
[[nodiscard]] const std::array<ProcedureField, kProcedureFields>& procedure_fields();

struct FieldValue {
    clinical::OptionalText value;           // nothing where the cell is missing
    std::optional<clinical::Reason> reason; // then `value` means nothing
};

[[nodiscard]] FieldValue field_value(const ProcedureField& field, std::string_view cell);

} // namespace padchestd::padchest
