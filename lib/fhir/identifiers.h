#pragma once
// Ids of exported resources: stable over exports, and keyed, so that nobody without the database's secret can
// tell which record of the source one is of.

#include "util/hmac.h"

#include <string>
#include <string_view>

namespace padchestd::fhir {

// DICOM UIDs of an image that the source gives none for.
struct ImageUids {
    std::string series;
    std::string instance;
};

// Not for two threads at once on one object.
class Identifiers {
  public:
    // `secret`: the database's. Another one gives other ids.
    explicit Identifiers(const util::Secret& secret)
        : hmac_(secret) {}

    // 32 lower-case hex digits: the first 16 bytes of HMAC-SHA256(secret, "fhir " kind " " key).
    // `kind`: what it is of. `key`: the row's natural key.
    [[nodiscard]] std::string id(std::string_view kind, std::string_view key) const;

    // UUIDs as UIDs, `2.25.` and up to 39 digits (DICOM PS3.5 B.2).
    [[nodiscard]] std::string study_uid(std::string_view encounter_id) const;
    [[nodiscard]] ImageUids image_uids(std::string_view encounter_id, std::string_view procedure_id) const;

  private:
    util::Hmac hmac_;
};

} // namespace padchestd::fhir
