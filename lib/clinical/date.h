#pragma once
// A calendar date of a study or a birth, without time or zone.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::clinical {

using Date = std::chrono::year_month_day;

// Study dates outside this range are rejected: the first computed-radiography systems are of 1983, so an
// earlier date is no image of such a modality; a far date would put a million rows into dim_date. The same
// range is a check in migrations/001_ods.sql.
inline constexpr Date kFirstStudyDate{std::chrono::year{1980}, std::chrono::January, std::chrono::day{1}};
inline constexpr Date kLastStudyDate{std::chrono::year{2049}, std::chrono::December, std::chrono::day{31}};

// `20140915`, DICOM's DA. Nothing for anything that is not eight digits of an existing day.
[[nodiscard]] std::optional<Date> parse_dicom_date(std::string_view text);

// `2014-09-15`, as Postgres takes and gives it.
[[nodiscard]] std::optional<Date> parse_iso_date(std::string_view text);
[[nodiscard]] std::string iso_text(Date date);

} // namespace padchestd::clinical
