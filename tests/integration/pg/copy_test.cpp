// What COPY takes comes back as it was.

#include "pg/copy_writer.h"
#include "pg/transaction.h"
#include "support/database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace padchestd;

namespace {

// Each character that COPY's text form gives a meaning, and some that it does not, at each place of a word of
// eight bytes, alone and side by side.
std::vector<std::string> awkward_texts() {
    std::vector<std::string> texts = {"", "\\", "\\\\", "\\N", "\\.", "a\tb\nc\rd\\e\tf"};
    for (const std::string special : {"\\", "\t", "\n", "\r", "\v", "\b", "\x01", "é", "\x7f"}) {
        for (std::size_t before = 0; before < 18; ++before) {
            for (const std::size_t after : {0, 1, 7, 9}) {
                texts.push_back(std::string(before, 'x') + special + std::string(after, 'y'));
                texts.push_back(std::string(before, 'x') + special + special + std::string(after, 'y'));
            }
        }
    }
    return texts;
}

} // namespace

TEST_CASE("a text comes out of COPY as it went in, whatever is in it") {
    tests::Database database;
    auto connection = database.connect();
    const pg::Transaction undone(connection);
    connection.script("make a table", "create temporary table texts (place integer, value text, tail text)");
    const auto texts = awkward_texts();
    pg::CopyWriter copy(connection, "copy texts", "texts (place, value, tail)");
    for (std::size_t i = 0; i < texts.size(); ++i)
        copy.integer(static_cast<std::int64_t>(i)).text(texts[i]).text("tail").end_row();
    CHECK(copy.finish() == static_cast<std::int64_t>(texts.size()));
    const auto rows = connection.query("read them", "select value, tail from texts order by place");
    REQUIRE(rows.size() == texts.size());
    std::size_t i = 0;
    for (const pg::Row row : rows) {
        CAPTURE(i);
        CHECK(row["value"].text() == texts[i++]);
        CHECK(row["tail"].text() == "tail");
    }
}
