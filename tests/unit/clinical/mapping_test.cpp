// The border between a format of feed and the rest of the program.

#include "clinical/mapping.h"
#include "nih/columns.h"
#include "padchest/feed_columns.h"
#include "padchest/image_columns.h"
#include "padchest_gr/columns.h"
#include "support/environment.h"
#include "support/mappings.h"
#include "support/temp_folder.h"
#include "util/failure.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace padchestd;

namespace {

// The layers between the file and the tables.
constexpr const char* kLayers[] = {"lib/feed", "lib/store", "lib/ingest", "lib/warehouse", "lib/operation"};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// `word` occurs in `text` with no letter, digit or underscore next to it.
bool has_word(const std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const auto end = at + word.size();
        if (begins && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

// A column's name that is no word of English, such as `StudyID`.
bool is_telling(const std::string& name) {
    return std::count_if(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) > 1;
}

// What may occur nowhere in these layers, as it would be written there.
std::set<std::string> words_of_formats() {
    std::set<std::string> words{"padchest", "PadChest", "HSJ", "Hospital", "Physician", "RNN_model",
                                "PED",      "_DICOM",   "nih", "NIH",      "NIHCC",     "padchest_gr"};
    std::set<std::string> names{"PatientID", "PatientBirth", "es"};
    for (const auto name : padchest::columns::of_study()) names.emplace(name);
    for (const auto name : padchest::columns::harmless()) names.emplace(name);
    for (const auto& field : padchest::kImageColumns) names.emplace(field.feed_column);
    for (const auto name : nih::columns::kRead) names.emplace(name);
    for (const auto name : padchest_gr::columns::kNeeded) names.emplace(name);
    for (const auto name : clinical::kFindingColumns) names.erase(std::string(name)); // the store's too
    const auto terms = tests::padchest_mapping().reference_terms();
    for (const auto& all : {terms.diagnoses, terms.localizations}) {
        for (const auto& term : all) {
            names.insert(term.code);
            names.insert(term.term);
        }
    }
    names.erase(""); // the row number's column
    for (const auto* const english : {"normal", "unchanged", "column"})
        names.erase(english); // outcomes and kinds, too
    for (const auto& name : names) {
        words.insert('"' + name + '"');
        words.insert('\'' + name + '\'');
        if (is_telling(name) && name.find(' ') == std::string::npos) words.insert(name);
    }
    return words;
}

} // namespace

TEST_CASE("the layers between the file and the tables name nothing of a format") {
    const auto words = words_of_formats();
    REQUIRE(words.size() > 700);
    for (const char* const layer : kLayers) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tests::source(layer))) {
            if (!entry.is_regular_file()) continue;
            auto text = tests::read_file(entry.path());
            // The program's own names.
            for (const std::string own : {"padchestd", "`padchest "})
                for (auto at = text.find(own); at != std::string::npos; at = text.find(own))
                    text.erase(at, own.size());
            for (const auto& word : words) {
                INFO(entry.path().string() << " names " << word);
                CHECK_FALSE(has_word(text, word));
            }
        }
    }
}

TEST_CASE("a format that the program does not know is refused with those that it knows") {
    CHECK(tests::mappings().at("plain").format() == "plain");
    try {
        (void)tests::mappings().at("dicom");
        FAIL("taken");
    } catch (const util::Failure& failure) {
        CHECK(failure.exit_code() == util::ExitCode::config);
        CHECK(failure.hint() ==
              "is feed.format right? This program knows: padchest, nih, padchest_gr, plain");
    }
}
