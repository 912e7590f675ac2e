#include "pg/connect_failure.h"
#include "pg/conninfo.h"
#include "support/recovery_proof.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using pg::shown_conninfo;

TEST_CASE("a connection string without a password is shown as it is") {
    for (const std::string text :
         {"", "host=/run/postgresql dbname=padchest", "postgresql://user@host:5432/db?sslmode=require",
          "service=padchest passfile=/etc/pass", "postgresql://[::1]:5432/db", "host=a,b port=5432,5433"}) {
        CHECK(shown_conninfo(text) == text);
        CHECK(!pg::holds_secret(text));
    }
}

TEST_CASE("a password is masked however libpq lets it be written") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"password=secret host=h", "host=h password=***"},
        {"host=h password = 'se cret' user=u", "user=u"},
        {R"(password='it\'s secret' user=u)", "user=u password=***"},
        {R"(password=a\ secret user=u)", "user=u password=***"},
        {"sslpassword=secret host=h", "host=h sslpassword=***"},
        {"postgresql://user:secret@host/db", "password=***"},
        {"postgresql://u:pa?secret@h/db", "password=***"},
        {"postgresql://u:secret%40word@h/db", "password=***"},
        {"postgresql://host/db?user=u&password=secret&sslmode=require", "sslmode=require"},
    };
    for (const auto& [text, kept] : cases) {
        const auto shown = shown_conninfo(text);
        INFO(shown);
        CHECK(shown.find("cret") == std::string::npos);
        CHECK(shown.find("***") != std::string::npos);
        const auto options = pg::parse_conninfo(text).value();
        for (const auto& option : options)
            CHECK((option.secret || shown.find(option.name + "=" + option.value) != std::string::npos));
        CHECK(pg::holds_secret(text));
    }
    tests::note_proof("a password in a connection string, in each form that libpq reads",
                      static_cast<std::int64_t>(cases.size()), "never shown",
                      tests::kTriedToGetIdentitiesOut);
}

TEST_CASE("of a connection string that libpq reads otherwise than it was meant nothing is shown") {
    for (const std::string text :
         {"password='never closed secret", "host=h password=two secret words", "postgresql://u:se/cret@h/db",
          "postgresql://u:12/secret@h/db", "postgresql://u:a@secret@h/db", "postgresql://u@h:secret/db",
          "secret", "secret=x"}) {
        CHECK(!pg::parse_conninfo(text));
        CHECK(shown_conninfo(text) == "***");
    }
}

TEST_CASE("why a session could not be made is told by the SQLSTATE, in whatever language the server writes") {
    const auto one =
        pg::connect_failure("connection to server on socket \"/x\" failed: SCHWERWIEGEND:  28P01\n");
    CHECK(one.sqlstate == "28P01");
    CHECK(one.reason == "the password is not accepted");
    CHECK(pg::connect_failure("connection to server at \"a\" failed: FATAL:  57P03\n"
                              "connection to server at \"b\" failed: FATAL:  3D000\n")
              .sqlstate == "3D000");
    CHECK(pg::connect_failure("connection to server at \"a\" failed: FATAL:  08P01\n").sqlstate == "08P01");
    CHECK(
        pg::connect_failure("connection to server on socket \"/x\" failed: Connection refused\n").sqlstate ==
        "08001");
    CHECK(pg::connect_failure("invalid sslmode value: \"secret\"\n").reason.find("secret") ==
          std::string::npos);
}
