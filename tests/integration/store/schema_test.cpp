// What the migrated schema refuses and offers, by the server's own word.

#include "pg/error.h"
#include "support/database.h"
#include "support/mappings.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>

using namespace padchestd;

namespace {

std::string value(pg::Connection& connection, const std::string& sql) {
    const auto result = connection.query("ask", sql);
    return result.empty() ? "" : result.front()[result.columns().front()].optional_string().value_or("");
}

// The SQLSTATE that a statement ends with; "" where it does not fail.
std::string refusal(pg::Connection& connection, const std::string& sql) {
    try {
        connection.script("try", sql);
        return "";
    } catch (const pg::Error& error) {
        return std::string(error.sqlstate());
    }
}

void add_report(pg::Connection& connection) {
    connection.script("add a report", R"(
        insert into ods.facilities values ('F', 'a hospital');
        insert into ods.patients (patient_id, sex, birth_date, location, created_at)
        values ('P000001', 'F', '1950-01-01', 'Alicante', now());
        insert into ods.encounters (encounter_id, patient_id, facility_id, encounter_date, pediatric, content_hash,
                                    source_generation, source_offset, updated_at, feed)
        values ('E', 'P000001', 'F', '2014-09-15', false, decode(repeat('00', 16), 'hex'), 1, 0, now(), 'f');
        insert into ods.reports (encounter_id, report_id, report_text, content_hash, source_generation, source_offset,
                                 updated_at)
        values ('E', 'R', 'sin hallazg', decode(repeat('00', 16), 'hex'), 1, 0, now());)");
}

} // namespace

TEST_CASE(
    "an embedding is empty or 384 numbers, a vector where the server has pgvector and an array elsewhere") {
    tests::Database database;
    auto connection = database.connect();
    add_report(connection);
    const bool vector = tests::has_pgvector(connection);
    CHECK(value(connection, "select format_type(atttypid, atttypmod) from pg_attribute"
                            " where attrelid = 'ods.reports'::regclass and attname = 'embedding'") ==
          (vector ? "public.vector(384)" : "real[]"));
    CHECK(value(connection, "select embedding is null from ods.reports") == "t");

    const std::string cast = vector ? "::public.vector" : "";
    const auto fill = [&](int numbers) {
        return "update ods.reports set embedding = array_fill(0.5::real, array[" + std::to_string(numbers) +
               "])" + cast;
    };
    CHECK(refusal(connection, fill(384)).empty());
    CHECK(refusal(connection, fill(383)) == (vector ? "22000" : "23514"));
    CHECK(refusal(connection, fill(385)) == (vector ? "22000" : "23514"));
}

TEST_CASE("the clinical store has the indexes that its readers need") {
    tests::Database database;
    auto connection = database.connect();
    std::set<std::string> found;
    const auto rows = connection.query("list indexes", "select regexp_replace(indexdef, '.* ON ', '') as "
                                                       "definition from pg_indexes where schemaname = 'ods'");
    for (const pg::Row row : rows) found.insert(row["definition"].string());
    for (const char* wanted :
         {"ods.encounters USING btree (patient_id)", "ods.encounters USING btree (encounter_date)",
          "ods.encounter_diagnoses USING btree (diagnosis_code)",
          "ods.reports USING gin (to_tsvector('simple'::regconfig, "
          "COALESCE(report_text, ''::text)))"}) {
        INFO(wanted);
        CHECK(found.count(wanted) == 1);
    }
}

TEST_CASE("keys are text in the C collation, and every reference is held by a foreign key") {
    tests::Database database;
    auto connection = database.connect();
    CHECK(value(connection,
                "select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid"
                " join pg_index i on i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)"
                " where c.relnamespace = 'ods'::regnamespace and a.atttypid = 'text'::regtype"
                " and a.attcollation <> '\"C\"'::regcollation") == "0");
    add_report(connection);
    for (const char* orphan :
         {"insert into ods.encounter_diagnoses values ('E', 'no such term')",
          "insert into ods.encounter_localizations values ('no such study', 'no such place')",
          "update ods.encounters set patient_id = 'P999999'", "update ods.encounters set facility_id = 'X'",
          "update ods.reports set encounter_id = 'no such study'"}) {
        INFO(orphan);
        CHECK(refusal(connection, orphan) == "23503");
    }
    CHECK(refusal(connection, "update ods.encounters set encounter_date = '9999-12-31'") == "23514");
}

TEST_CASE("the columns of ods.procedures are those that the formats' tables describe") {
    tests::Database database;
    auto connection = database.connect();
    std::map<std::string, std::pair<std::string, std::string>> columns; // name → type, comment
    const auto rows = connection.query(
        "read the columns",
        "select attname, format_type(atttypid, atttypmod) as type,"
        " coalesce(col_description(attrelid, attnum), '') as comment"
        " from pg_attribute where attrelid = 'ods.procedures'::regclass and attnum > 0 and not attisdropped");
    for (const pg::Row row : rows)
        columns[row["attname"].string()] = {row["type"].string(), row["comment"].string()};
    for (const auto* mapping : tests::mappings().all()) {
        for (const auto& column : mapping->image_columns()) {
            INFO(mapping->format() << ": " << column.column);
            const auto found = columns.find(std::string(column.column));
            REQUIRE(found != columns.end());
            CHECK(found->second.first == column.sql_type);
            CHECK(found->second.second == column.doc);
        }
    }
    const auto described = tests::padchest_mapping().image_columns().size();
    // Keys, number, two hashes, two of the position, updated_at, from_findings.
    CHECK(columns.size() == described + 9);
}
