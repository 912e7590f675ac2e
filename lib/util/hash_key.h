#pragma once
// Keyed hashes of the feed's bytes: what is stored instead of a content hash wherever a record's whole bytes
// go in. They hold the PatientID and the birth year, of which there are so few that an unkeyed hash gives
// them back in seconds. So do the ids of some feeds.

#include "util/hash.h"
#include "util/hmac.h"

namespace padchestd::util {

// Apart from ContentHash, so that one cannot be stored where the other belongs.
struct KeyedHash {
    ContentHash mac;

    friend bool operator==(const KeyedHash&, const KeyedHash&) = default;
};

class HashKey {
  public:
    // `secret`: the database's. The patient draw uses it too, for texts without a blank; hence the domain.
    explicit HashKey(const Secret& secret)
        : hmac_(secret) {}

    // The first 16 bytes of HMAC-SHA256(secret, "source bytes " || hash). The same is in
    // migrations/012_keyed_hashes.sql. Not for two threads at once on one object.
    [[nodiscard]] KeyedHash operator()(const ContentHash& hash) const;

    // The first 16 bytes of HMAC-SHA256(secret, "source id " || id).
    [[nodiscard]] KeyedHash of_id(std::string_view id) const;

  private:
    Hmac hmac_;
};

} // namespace padchestd::util
