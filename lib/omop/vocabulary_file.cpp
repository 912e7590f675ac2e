#include "omop/vocabulary_file.h"

#include "clinical/date.h"
#include "feed/utf8.h"
#include "util/failure.h"

#include <algorithm>
#include <charconv>

namespace padchestd::omop {

namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    for (std::size_t at = 0;;) {
        const std::size_t tab = line.find('\t', at);
        cells.push_back(line.substr(at, tab - at));
        if (tab == std::string_view::npos) return cells;
        at = tab + 1;
    }
}

template<typename Number>
bool is_number(std::string_view cell) {
    Number value{};
    const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return end.ec == std::errc() && end.ptr == cell.data() + cell.size();
}

// YYYYMMDD or YYYY-MM-DD as YYYY-MM-DD.
std::optional<std::string> iso_date(std::string_view cell) {
    auto date = clinical::parse_iso_date(cell);
    if (!date) date = clinical::parse_dicom_date(cell);
    return date ? std::optional(clinical::iso_text(*date)) : std::nullopt;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
}

} // namespace

VocabularyFile::VocabularyFile(const std::filesystem::path& path, const VocabularyTable& table)
    : path_(path)
    , file_(path, std::ios::binary) {
    if (!file_ || std::filesystem::is_directory(path))
        throw util::Failure("cannot open the vocabulary file " + path.string(),
                            "does the file exist, and may this user read it?", util::ExitCode::no_input);
    read_header(table);
}

void VocabularyFile::fail(const std::string& what) const {
    throw util::Failure("cannot import " + path_.string() + ": line " + std::to_string(line_) + ": " + what,
                        "is it a file of Athena, tab-separated and whole? nothing was imported",
                        util::ExitCode::data);
}

bool VocabularyFile::read_line() {
    if (!std::getline(file_, text_)) {
        if (file_.bad()) fail("the file cannot be read on");
        return false;
    }
    ++line_;
    if (text_.ends_with('\r')) text_.pop_back();
    if (text_.find('\0') != std::string::npos || !feed::is_utf8(text_)) fail("the bytes are not UTF-8");
    return true;
}

void VocabularyFile::read_header(const VocabularyTable& table) {
    if (!read_line()) fail("there is no header");
    if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
    for (const auto cell : cells_of(text_)) {
        const auto found = std::find_if(table.fields.begin(), table.fields.end(),
                                        [&](const Field& field) { return field.name == cell; });
        if (found == table.fields.end())
            fail("column " + std::to_string(fields_.size() + 1) + " is none of the table " + table.name);
        if (std::find(fields_.begin(), fields_.end(), &*found) != fields_.end())
            fail("the column " + found->name + " is there twice");
        fields_.push_back(&*found);
    }
    for (const Field& field : table.fields)
        if (field.required && std::find(fields_.begin(), fields_.end(), &field) == fields_.end())
            fail("the column " + field.name + " is missing");
    values_.resize(fields_.size());
}

void VocabularyFile::read_value(const Field& field, std::string_view cell,
                                std::optional<std::string>& value) const {
    value.reset();
    if (cell.empty()) {
        if (field.required) fail("the column " + field.name + " is empty");
        return;
    }
    switch (field.type) {
    case FieldType::integer:
        if (!is_number<std::int32_t>(cell)) fail("the column " + field.name + " holds no integer");
        break;
    case FieldType::number:
        if (!is_number<double>(cell)) fail("the column " + field.name + " holds no number");
        break;
    case FieldType::date:
        value = iso_date(cell);
        if (!value) fail("the column " + field.name + " holds no date");
        return;
    case FieldType::text:
        if (characters(cell) > field.length)
            fail("the column " + field.name + " is longer than " + std::to_string(field.length) +
                 " characters");
        break;
    }
    value = std::string(cell);
}

bool VocabularyFile::next() {
    if (!read_line()) return false;
    const auto cells = cells_of(text_);
    if (cells.size() != fields_.size())
        fail(std::to_string(cells.size()) + " values, the header has " + std::to_string(fields_.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) read_value(*fields_[i], cells[i], values_[i]);
    return true;
}

} // namespace padchestd::omop
