#include "padchest/image_columns.h"

#include "clinical/cell.h"

namespace padchestd::padchest {

namespace {

consteval std::array<clinical::ImageColumn, kImageColumns.size()> for_the_store() {
    std::array<clinical::ImageColumn, kImageColumns.size()> columns{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const ImageColumn& column = kImageColumns.at(i);
        columns.at(i) = {column.column, column.sql_type, column.unit, column.doc};
    }
    return columns;
}

constexpr auto kStoreColumns = for_the_store();

} // namespace

FieldValue field_value(const ImageColumn& column, std::string_view cell, NumberReader& numbers) {
    const clinical::OptionalText value = clinical::value_of(cell);
    if (!value) return {std::nullopt, std::nullopt};
    if (column.form == ValueForm::code) {
        if (value->size() > kMaxTextBytes) return {std::nullopt, clinical::Reason::text_too_long};
        return {value, std::nullopt};
    }
    const auto form =
        column.form == ValueForm::integer ? clinical::NumberForm::integer : clinical::NumberForm::decimal;
    const NumberText number = numbers(*value, form, column.range);
    return {number.text, number.reason};
}

std::span<const clinical::ImageColumn> store_columns() {
    return kStoreColumns;
}

} // namespace padchestd::padchest
