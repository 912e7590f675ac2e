#include "feed/csv_parser.h"
#include "feed/fields.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace padchestd;

namespace {

using Texts = std::vector<std::string>;

Texts texts(const feed::Fields& fields) {
    return {fields.begin(), fields.end()};
}

} // namespace

TEST_CASE("cells are what is between the delimiters, without their quotes") {
    const std::string_view record = ",\"\",a,\"b,c\"\n";
    const std::array<std::uint32_t, 4> ends{0, 3, 5, 11};
    const feed::Fields fields(record.data(), ends);
    REQUIRE(fields.size() == 4);
    CHECK(texts(fields) == Texts{"", "", "a", "b,c"});
    CHECK(fields[3] == "b,c");
}

TEST_CASE("cells that are views are given as they are") {
    const std::vector<std::string_view> views{"\"", "", "x"};
    const feed::Fields fields = views;
    CHECK(texts(fields) == Texts{"\"", "", "x"});
    CHECK(feed::Fields().empty());
}

TEST_CASE("cells of earlier records stay, with escaped quotes and without") {
    std::string data = "1,\"a\"\"b\",\"\"\n2,\"c\",d\n3,\"\"\"\",\"e\"\"\"\n";
    const std::size_t size = data.size();
    data.append(feed::CsvParser::kPadding, '\0');
    feed::CsvParser parser(3, 1'000, ',');
    parser.clear();
    parser.restart(std::string_view(data).substr(0, size), 0);
    std::vector<feed::Fields> records;
    feed::Stretch stretch;
    while (parser.next(stretch) == feed::CsvParser::Found::stretch) records.push_back(stretch.fields);
    REQUIRE(records.size() == 3);
    CHECK(texts(records[0]) == Texts{"1", "a\"b", ""});
    CHECK(texts(records[1]) == Texts{"2", "c", "d"});
    CHECK(texts(records[2]) == Texts{"3", "\"", "e\""});
}
