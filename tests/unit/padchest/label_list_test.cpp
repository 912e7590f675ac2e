#include "clinical/cell.h"
#include "padchest/label_list.h"
#include "support/python_list.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace padchestd;
using namespace std::string_literals;
using Labels = std::vector<std::string>;

namespace {

// What the reader promises of the elements that were written: trimmed, the missing ones left out, each once.
Labels cleaned(const Labels& elements) {
    Labels labels;
    for (const std::string& element : elements) {
        const auto value = clinical::value_of(element);
        if (value && std::find(labels.begin(), labels.end(), *value) == labels.end())
            labels.emplace_back(*value);
    }
    return labels;
}

rc::Gen<std::string> label() {
    // Blanks, quotes, backslashes, control characters, the words for missing, and bytes of other alphabets.
    const auto piece =
        rc::gen::elementOf(Labels{" ", "\t", "\n",  "\r",   "\x01", "\x7f", "'", "\"", "\\", "\\n", ",",
                                  "[", "]",  "nan", "None", "a",    "B",    "x", "ñ",  "€",  "𝄞"});
    return rc::gen::map(rc::gen::container<Labels>(piece), [](const Labels& pieces) {
        std::string text;
        for (const std::string& each : pieces) text += each;
        return text;
    });
}

} // namespace

TEST_CASE("a list of labels is read with its quotes, blanks and repetitions undone") {
    const auto [text, labels] = GENERATE(table<std::string, Labels>({
        {"['normal']", {"normal"}},
        {"['a', ' b', 'c ']", {"a", "b", "c"}},
        {R"(["aortic 'button'", 'b'])", {"aortic 'button'", "b"}},
        {"['a', 'a', ' a']", {"a"}},
        {"['', ' ', 'a']", {"a"}},
        {"[]", {}},
        {" [ ] \n", {}},
        {"['']", {}},
        {"['a',]", {"a"}},
        {"[ 'a'\n,\t'b' ]", {"a", "b"}},
        {"[nan, 'a', None, NaN, NA]", {"a"}},
        {"['nan', 'None', 'nano']", {"nano"}},
        {"['a,b', '[c]']", {"a,b", "[c]"}},
        {"['a' 'b']", {"a", "b"}},
        {"['loc right' 'loc\tleft'\n 'loc cardiac' nan]", {"loc right", "loc\tleft", "loc cardiac"}},
        {"['a' ]", {"a"}},
        {"('a', 'b')", {"a", "b"}},
        {"('a',)", {"a"}},
        {"()", {}},
        {R"(["a", "b\/c", null])", {"a", "b/c"}},
    }));
    CAPTURE(text);
    const auto read = padchest::parse_label_list(text);
    REQUIRE(read);
    CHECK(*read == labels);
}

TEST_CASE("escapes of Python's are decoded to UTF-8") {
    const auto read = padchest::parse_label_list(
        R"(['it\'s', "\"q\"", 'a\\b', '\xf1', '\u20ac', '\U0001d11e', 'x\ty', '\101'])");
    REQUIRE(read);
    CHECK(*read == Labels{"it's", "\"q\"", "a\\b", "ñ", "€", "𝄞", "x\ty", "A"});
}

TEST_CASE("anything but a flat list of strings is no label list") {
    const auto text =
        GENERATE(""s, "normal"s, "['a'"s, "'a']"s, "['a]"s, "['a\\']"s, "['a''b']"s, "['a', 'b' 'c']"s,
                 "['a' 'b', 'c']"s, "['a' 'b',]"s, "('a']"s, "['a')"s, "array(['a'])"s, "['a' ... 'b']"s,
                 "[,]"s, "['a',,'b']"s, "[,'a']"s, "['a'] ['b']"s, "['a']x"s, "[normal]"s, "[nanx]"s, "[1]"s,
                 "[['a']]"s, "['a', ['b']]"s, "[nan['a']]"s, "{'a'}"s, "[b'a']"s, "['''a''']"s, "['\\x']"s,
                 "['\\x4']"s, "['\\u20']"s, "['\\q']"s, "['\\"s, "['\\x00']"s, "['\\0']"s, "['a\0b']"s,
                 "['\\ud800']"s, "['\\U00110000']"s, "["s, "]"s, "["s + "'"s);
    CAPTURE(text);
    CHECK_FALSE(padchest::parse_label_list(text));
}

TEST_CASE("a list nested deeper than any stack is refused without harm") {
    CHECK_FALSE(padchest::parse_label_list(std::string(1'000'000, '[')));
}

TEST_CASE("of a list longer than the limit one label more than that is read") {
    Labels elements;
    for (std::size_t i = 0; i < padchest::kMaxLabels; ++i) elements.push_back("a" + std::to_string(i));
    CHECK(padchest::parse_label_list(tests::python_list(elements))->size() == padchest::kMaxLabels);
    for (const char* more : {"b", "c", "d"}) elements.emplace_back(more);
    CHECK(padchest::parse_label_list(tests::python_list(elements))->size() == padchest::kMaxLabels + 1);
    CHECK(padchest::parse_label_list(tests::python_list(Labels(100'000, "a")))->size() == 1);
}

TEST_CASE("what Python's repr writes is read back") {
    CHECK(rc::check("what Python's repr writes is read back", [] {
        const auto elements = *rc::gen::container<Labels>(label());
        const auto read = padchest::parse_label_list(tests::python_list(elements));
        RC_ASSERT(read.has_value());
        auto expected = cleaned(elements);
        if (expected.size() > padchest::kMaxLabels) expected.resize(padchest::kMaxLabels + 1);
        RC_ASSERT(*read == expected);
    }));
}
