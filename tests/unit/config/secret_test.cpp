#include "config/nearest.h"
#include "config/secret.h"

#include <catch2/catch.hpp>

#include <vector>

using padchestd::config::mask_conninfo;

TEST_CASE("a connection string without a password is shown as it is") {
    for (const std::string text :
         {"", "host=/run/postgresql dbname=padchest", "postgresql://user@host:5432/db?sslmode=require",
          "service=padchest passfile=/etc/pass", "postgresql://[::1]:5432/db"}) {
        CHECK(mask_conninfo(text) == text);
    }
}

TEST_CASE("a password in keyword form is masked, quoted or not") {
    CHECK(mask_conninfo("password=secret host=h") == "password=*** host=h");
    CHECK(mask_conninfo("host=h password = 'se cret' user=u") == "host=h password = *** user=u");
    CHECK(mask_conninfo(R"(password='it\'s secret' user=u)") == "password=*** user=u");
    CHECK(mask_conninfo(R"(password=a\ secret user=u)") == "password=*** user=u");
    CHECK(mask_conninfo("password='never closed host=h") == "password=***");
    CHECK(mask_conninfo("sslpassword=secret host=h") == "sslpassword=*** host=h");
}

TEST_CASE("a password in a URI is masked") {
    CHECK(mask_conninfo("postgresql://user:secret@host/db") == "postgresql://user:***@host/db");
    CHECK(mask_conninfo("postgres://user:sec@ret@host:5432/db") == "postgres://user:***@host:5432/db");
    CHECK(mask_conninfo("postgresql://host/db?user=u&password=secret&sslmode=require") ==
          "postgresql://host/db?user=u&password=***&sslmode=require");
    CHECK(mask_conninfo("postgresql://host/db?password=se@cret").find("cret") == std::string::npos);
}

TEST_CASE("a password that holds the word password is masked whole") {
    CHECK(mask_conninfo("password=password=x user=u") == "password=*** user=u");
}

TEST_CASE("the nearest word is one that needs few changes") {
    using padchestd::config::nearest;
    const std::vector<std::string> known{"feed.path", "feed.name", "logging.level"};
    CHECK(nearest("feed.pth", known) == "feed.path");
    CHECK(nearest("loging.level", known) == "logging.level");
    CHECK(nearest("something.else.entirely", known).empty());
}
