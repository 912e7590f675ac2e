#pragma once
// The numbers of an image: geometry, window and exposure, in each machine's forms. Part of device.h.

#include "simulator/device.h"

namespace padchestd::simulator {

// Fills PixelAspectRatio_DICOM to RelativeXRayExposure_DICOM, but not BitsStored_DICOM.
void fill_exposure(Row& row, Machine machine, util::SeededRandom& random);

} // namespace padchestd::simulator
