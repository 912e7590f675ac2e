#pragma once
// What the X-ray machine writes: the DICOM columns of an image. The real feed has four kinds of machine, each
// with its own habits of number forms and of what it leaves out; their shares were counted on the public
// file.

#include "simulator/calendar.h"
#include "simulator/row.h"

#include <string_view>
#include <vector>

namespace padchestd::simulator {

enum class Machine {
    imaging_dynamics, // computed radiography; integers for the window
    philips_cr12,     // computed radiography of 12 bits; floats for the window; also the portable one
    philips_cr10,     // computed radiography of 10 bits; leaves nearly all fields empty; window like
                      // `5.115000e+02`
    philips_dx,       // digital radiography; in the physicians' block only
};

// An image of a study, in the order of the feed.
struct Exposure {
    Machine machine = Machine::imaging_dynamics;
    std::string_view projection; // `PA`, `L`, `AP_horizontal`, …: a static name
};

// One for each image: of one machine, or rarely the last image of another one than those before.
[[nodiscard]] std::vector<Exposure> draw_exposures(Block block, std::size_t images,
                                                   util::SeededRandom& random);

// Fills the columns from ViewPosition_DICOM to RelativeXRayExposure_DICOM, but not Pediatric.
void fill_device(Row& row, const Exposure& exposure, util::SeededRandom& random);

} // namespace padchestd::simulator
