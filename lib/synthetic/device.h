#pragma once
// What the X-ray machine writes: the DICOM columns of an image. The real feed has four kinds of machine, each
// with its own habits of number forms and of what it leaves out; their shares were counted on the public
// file.

#include "synthetic/calendar.h"
#include "synthetic/row.h"

#include <string_view>
#include <vector>

namespace padchestd::synthetic {

enum class Machine {
    imaging_dynamics, // computed radiography; integers for the window
    philips_cr12,     // computed radiography of 12 bits; floats for the window; also the portable one
    philips_cr10,     // computed radiography of 10 bits; says nearly nothing; window like `5.115000e+02`
    philips_dx,       // digital radiography; in the physicians' block only
};

[[nodiscard]] Machine draw_machine(Block block, bool several_images, util::SeededRandom& random);

// The projections of a study's images in the order of the feed (`PA`, `L`, `AP_horizontal`, …): static names.
[[nodiscard]] std::vector<std::string_view> draw_projections(Machine machine, std::size_t images,
                                                             util::SeededRandom& random);

// Fills the columns from ViewPosition_DICOM to RelativeXRayExposure_DICOM, but not Pediatric.
void fill_device(Row& row, Machine machine, std::string_view projection, util::SeededRandom& random);

} // namespace padchestd::synthetic
