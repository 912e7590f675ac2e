#pragma once
// The value of feed.renamed_columns: `Informe: Report, Fecha: StudyDate_DICOM`.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace padchestd::config {

// The format's name of each of the feed's; blanks around names are dropped. Nothing where the text is not of
// that form, or a name is twice on one side.
[[nodiscard]] std::optional<std::map<std::string, std::string>> parse_renamed_columns(std::string_view text);

} // namespace padchestd::config
