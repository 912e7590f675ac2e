// Ids of exported resources: forms, stability, and that they depend on the secret.

#include "fhir/elements.h"
#include "fhir/identifiers.h"

#include <catch2/catch.hpp>

#include <set>

using namespace padchestd;
using fhir::Identifiers;

namespace {

util::Secret secret(std::uint8_t first) {
    util::Secret secret{};
    secret[0] = first;
    return secret;
}

} // namespace

TEST_CASE("an id is the same for ever, another under another secret, and tells kinds and keys apart") {
    const Identifiers ids(secret(1));
    // echo -n 'fhir study 9901' | openssl dgst -sha256 -mac HMAC -macopt hexkey:01<31 bytes of zero>
    CHECK(ids.id("study", "9901") == "8293e13562a2c67621808c452c1f0dd9");
    CHECK(Identifiers(secret(2)).id("study", "9901") != ids.id("study", "9901"));
    std::set<std::string> all;
    for (const auto* kind : {"study", "report", "label"})
        for (const auto* key : {"9901", "9902", "9901\n", ""}) all.insert(ids.id(kind, key));
    CHECK(all.size() == 12);
}

TEST_CASE("UIDs are version 4 UUIDs as decimal numbers") {
    const Identifiers ids(secret(1));
    const auto image = ids.image_uids("9901", "a.png");
    CHECK(image.series != image.instance);
    CHECK(ids.image_uids("9901", "a.png").series == image.series);
    CHECK(ids.image_uids("990", "1a.png").series != image.series);
    for (const auto& uid : {image.series, image.instance, ids.study_uid("9901")}) {
        CHECK(uid.starts_with("2.25."));
        CHECK(uid.size() <= 44); // of the 64 that DICOM allows
        CHECK(uid.find_first_not_of("0123456789", 5) == std::string::npos);
        CHECK(uid[5] != '0');
    }
}

TEST_CASE("a text is given to FHIR without what FHIR forbids") {
    CHECK(fhir::fhir_string("  un\x01 texto\nde dos ") == "un  texto\nde dos");
    CHECK(fhir::fhir_string(" \x02\x1f ").empty());
}
