#pragma once
// What the warehouse is made of, and in which order: every table of dwh that the refresh keeps.

#include "warehouse/aggregate.h"
#include "warehouse/derived_table.h"

namespace padchestd::warehouse {

struct Star {
    // Dimensions: $1 names their own members. Dates follow from the store's first and last study.
    DerivedTable dates, patients, facilities, diagnoses, ancestors;
    // Dimension and facts: $1 names encounters. In this order: the later ones read the earlier ones.
    DerivedTable procedure_kinds;
    std::vector<DerivedTable> facts;
    // $1 names encounters.
    std::vector<Aggregate> aggregates;
    // Studies of each patient: differences only, agg_patient itself is warehouse/pool.h's.
    Aggregate studies_of_patients;
    // Patients of the pool by sex and number of studies; kept from agg_patient (warehouse/pool.h).
    Aggregate studies;
};

[[nodiscard]] const Star& star();

} // namespace padchestd::warehouse
