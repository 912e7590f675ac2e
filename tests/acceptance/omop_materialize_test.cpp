// Real tables of the CDM from the views. That their keys are the published ones: omop_test.cpp.

#include "support/child.h"
#include "support/ingest_rig.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

struct Materialized : IngestRig {
    Materialized() {
        replace(feed_header() + feed_line({.image = "1_a.png", .study = "1", .labels = "['pneumonia']"}) +
                feed_line({.image = "1_b.png", .study = "1", .labels = "['pneumonia']"}));
        settle();
    }
    ChildEnd fill(const std::string& schema = "my cdm") const {
        return run_program({"omop", "materialize", "--schema", schema}, environment_of(settings),
                           folder / "errors");
    }
    void add_a_study() {
        append(feed_line({.image = "2_a.png", .study = "2"}));
        settle();
    }
    long long rows(const std::string& table) { return number("select count(*) from \"my cdm\"." + table); }
    long long keys(const std::string& kind) {
        return number("select count(*) from pg_constraint where contype = '" + kind +
                      "' and connamespace = '\"my cdm\"'::regnamespace");
    }
};

} // namespace

TEST_CASE_METHOD(Materialized, "tables of the CDM are made with the views' rows, under their keys") {
    const auto end = fill();
    CHECK(end.exit_code == 0);
    CHECK(end.output.find("my cdm.procedure_occurrence: 2 rows\n") != std::string::npos);
    CHECK(end.output.find(" rows in 41 tables\n") != std::string::npos);
    for (const std::string table : {"person", "visit_occurrence", "image_occurrence", "note", "concept"}) {
        INFO(table);
        const auto content = [&](const std::string& schema) {
            return value("select md5(string_agg(t::text, ' ' order by t::text)) from " + schema + "." +
                         table + " as t");
        };
        CHECK(content("\"my cdm\"") == content("omop"));
    }
    CHECK(keys("p") == 30);
    CHECK(keys("f") == 183);
}

TEST_CASE_METHOD(Materialized, "tables of the CDM are filled again where they are, and keep their rights") {
    CHECK(fill().exit_code == 0);
    sql().script("give a right, and depend on a table",
                 "grant select on \"my cdm\".note to public; create view public.notes as select * from \"my "
                 "cdm\".note");
    add_a_study();
    CHECK(fill().exit_code == 0);
    CHECK(rows("procedure_occurrence") == 3);
    CHECK(keys("f") == 183);
    CHECK(number("select count(*) from public.notes") == 2);
    CHECK(value("select has_table_privilege('public', '\"my cdm\".note', 'select')") == "t");
}

TEST_CASE_METHOD(Materialized, "a row that breaks a key of the CDM changes nothing") {
    CHECK(fill().exit_code == 0);
    add_a_study();
    sql().script("lose a concept", "delete from omop.concept where concept_id = 32817");
    CHECK(fill().exit_code != 0);
    CHECK(rows("procedure_occurrence") == 2);
    CHECK(keys("f") == 183);
}

TEST_CASE_METHOD(Materialized, "the program's own schemas and tables of another form are left alone") {
    for (const char* const own : {"ods", "ingest", "dwh", "analytics", "omop"})
        CHECK(fill(own).exit_code == 64);
    sql().script("another version's table",
                 "create schema other; create table other.person (person_id bigint)");
    CHECK(fill("other").exit_code == 73);
    CHECK(number("select count(*) from pg_class where relnamespace = 'other'::regnamespace") == 1);
}
