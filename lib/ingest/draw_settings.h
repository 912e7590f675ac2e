#pragma once
// The draw of a patient as it is configured (`patients`): which one, its secret, and whether the store has
// another one.

#include "clinical/patient_draw.h"
#include "config/settings.h"
#include "util/random.h"

#include <optional>

namespace padchestd::ingest {

// The draw of this configuration.
[[nodiscard]] clinical::Draw draw_of(const config::Settings& settings);

// Throws util::Failure (config) where the database draws patients in another way than this configuration.
void refuse_other_draw(const config::Settings& settings, clinical::Draw stored);

// The secret of patients.secret_file: 64 hexadecimal digits. Nothing where no file is configured. Throws
// util::Failure (config).
[[nodiscard]] std::optional<util::Secret> secret_of(const config::Settings& settings);

} // namespace padchestd::ingest
