// No hash in the database gives back whose record it was made of. PatientID and birth year have so few values
// that all of them can be tried.

#include "operation/audit.h"
#include "pg/migrator.h"
#include "support/ingest_rig.h"
#include "support/mappings.h"
#include "support/recovery_proof.h"
#include "util/hash_key.h"

#include <catch2/catch.hpp>
#include <openssl/evp.h>

#include <regex>
#include <set>

using namespace padchestd;
using namespace padchestd::tests;

namespace {

std::string record_of(const std::string& patient, int birth, const std::string& date) {
    return feed_line({.image = "3001_a.png",
                      .study = "3001",
                      .date = date,
                      .patient = patient,
                      .birth = std::to_string(birth) + ".0"});
}

// Every row of every table but the secret, as text.
std::string dump(IngestRig& rig) {
    std::string all;
    const auto tables = rig.sql().query(
        "list tables", "select format('%I.%I', schemaname, tablename) as name from pg_tables where "
                       "schemaname in ('ods', 'ingest', 'dwh') and tablename <> 'draw_secret'");
    for (const pg::Row table : tables)
        all += rig.value("select string_agg(row::text, E'\\n') from " + table["name"].string() + " as row") +
               '\n';
    return all;
}

std::string digest(const EVP_MD* algorithm, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &length, algorithm, nullptr);
    util::ContentHash first; // as many as are stored
    std::copy_n(bytes.begin(), first.bytes.size(), first.bytes.begin());
    return util::hex(first);
}

using Key = std::function<std::string(const util::ContentHash&)>;

// The first 32 digits of every run of hexadecimal digits that long.
std::set<std::string> hashes_in(const std::string& dump) {
    std::set<std::string> found;
    const std::regex hash("[0-9a-f]{32,}");
    for (std::sregex_iterator run(dump.begin(), dump.end(), hash), end; run != end; ++run)
        found.insert(run->str().substr(0, 32));
    return found;
}

constexpr int kPatients = 20;
constexpr int kYears = 20;

// How many hashes of the dump are found by trying every patient and birth year on what else is known.
int guessed(const std::string& dump, const std::string& date, const Key& key) {
    const auto hashes = hashes_in(dump);
    int found = 0;
    for (int patient = 0; patient < kPatients; ++patient) {
        for (int birth = 1920; birth < 1920 + kYears; ++birth) {
            const auto record = record_of(std::to_string(98'000'000 + patient), birth, date);
            const auto with_header = feed_header() + record;
            for (const std::string& bytes : {record, record.substr(0, record.size() - 1), with_header}) {
                const auto hash = util::content_hash(bytes);
                for (const auto& guess : {key(hash), digest(EVP_md5(), bytes), digest(EVP_sha1(), bytes),
                                          digest(EVP_sha256(), bytes)})
                    found += hashes.contains(guess) ? 1 : 0;
            }
        }
    }
    return found;
}

// A feed of one record, so that the batch's hash and the file's identity are of it too.
struct OneRecord : IngestRig {
    explicit OneRecord(const std::string& date)
        : date_of(date) {
        settings.ingest.breaker_min_rows = 100;
        replace(feed_header() + record_of("98000017", 1934, date));
        settle();
    }
    std::string date_of;
};

std::string plain(const util::ContentHash& hash) {
    return util::hex(hash);
}

// Where the schema and the hashes were before they were keyed.
void put_back(IngestRig& rig, const std::string& feed, std::size_t header) {
    const auto text = [](const util::ContentHash& hash) { return "'\\x" + util::hex(hash) + "'"; };
    const auto all = text(util::content_hash(feed));
    const auto record = text(util::content_hash(std::string_view(feed).substr(header)));
    rig.sql().script("put back",
                     "update ods.procedures set record_hash = " + record +
                         "; update ingest.quarantine set record_hash = " + record +
                         "; update ingest.batches set bytes_hash = " + all +
                         "; update ingest.checkpoint set header_mac = " +
                         text(util::content_hash(std::string_view(feed).substr(0, header))) +
                         ", prefix_mac = " + all + ", window_mac = " + all +
                         "; alter table ingest.checkpoint rename column header_mac to header_hash"
                         "; alter table ingest.checkpoint rename column prefix_mac to prefix_hash"
                         "; alter table ingest.checkpoint rename column window_mac to window_hash");
}

} // namespace

TEST_CASE("trying every patient and birth year on a dump finds no hash, of a loaded record and of a "
          "quarantined one") {
    for (const std::string& date : std::vector<std::string>{"20140915", "99991231"}) {
        OneRecord rig(date);
        const bool loads = date == "20140915";
        REQUIRE(rig.number("select count(*) from ods.procedures") == (loads ? 1 : 0));
        REQUIRE(rig.number("select count(*) from ingest.quarantine") == (loads ? 0 : 1));
        const auto content = dump(rig);
        CHECK(guessed(content, date, plain) == 0);
        // The attack finds them all where it has the secret: record, batch, prefix and window.
        util::Secret secret{};
        for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::uint8_t>(i);
        const util::HashKey key(secret);
        CHECK(guessed(content, date, [&](const auto& hash) { return util::hex(key(hash).mac); }) == 2);
        CHECK(flaws(rig.sql(), rig.settings) == "");
    }
    note_proof("every patient and birth year tried on all hashes of a dump without its secret",
               2 * kPatients * kYears, "none is found", kTriedToGetIdentitiesOut);
}

TEST_CASE("a migration keys the hashes that an older program stored, as this program does") {
    for (const std::string& date : std::vector<std::string>{"20140915", "99991231"}) {
        OneRecord rig(date);
        const auto before = dump(rig);
        put_back(rig, read_file(rig.settings.feed.path), feed_header().size());
        CHECK(guessed(dump(rig), date, plain) == 2); // as before: 26 s gave both back
        rig.restart();
        for (const auto& migration : pg::built_in_migrations()) {
            if (migration.name == "keyed_hashes") rig.sql().script("key the hashes", migration.sql);
        }
        CHECK(guessed(dump(rig), date, plain) == 0);
        CHECK(rig.cycle().state == ingest::CycleState::idle); // the same generation
        CHECK(rig.number("select generation from ingest.checkpoint") == 1);
        CHECK(operation::audit(rig.sql(), rig.settings, padchest_mapping()).differences.empty());
    }
}

TEST_CASE("nobody but the owner of the tables reads the secret by default") {
    IngestRig rig;
    const std::string role = "reader_of_" + rig.database.name();
    rig.sql().script("make a reader", "create role " + role +
                                          "; grant usage on schema ods, ingest, dwh, analytics to " + role);
    CHECK(rig.value("select has_table_privilege('" + role + "', 'ingest.draw_secret', 'select')") == "f");
    CHECK(rig.value("select has_any_column_privilege('" + role + "', 'ingest.draw_secret', 'select')") ==
          "f");
    rig.sql().script("drop the reader", "drop owned by " + role + "; drop role " + role);
}
