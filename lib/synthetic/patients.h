#pragma once
// Made-up people, to whom the studies of the feed are assigned. Nothing of them comes from a person: sex and
// age follow aggregate counts of the public PadChest file (reference/distributions.tsv), the places are
// `assumed` (places.cpp). Not the assignment: that is clinical/patient_draw.h.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace padchestd::synthetic {

struct Move {
    std::chrono::year_month_day valid_from;
    std::string location;
};

struct SyntheticPatient {
    std::string patient_id;                 // P000001, P000002, …: at least six digits
    char sex = 'F';                         // F, M or O
    std::chrono::year_month_day birth_date; // 1904-… to 2017-11-17
    std::string location;    // a municipality, UTF-8; where the patient lives until the first move
    std::vector<Move> moves; // none or one, between 2007-05-03 and 2017-11-17, after birth, to another place
};

// The first `count` people of the seed. Asking for more of them leaves the earlier ones as they are.
// About 98 % are born by the feed's first study date (2007-05-03), the others up to 2017.
[[nodiscard]] std::vector<SyntheticPatient> synthetic_patients(std::uint64_t count, std::uint64_t seed);

} // namespace padchestd::synthetic
