#pragma once
// A name for a procedure that a person can read, made of the projection's code.

#include "clinical/study.h"
#include "clinical/text_cache.h"

#include <string>
#include <string_view>

namespace padchestd::padchest {

// `PA` → `Chest X-ray, PA`; `L` → `Chest X-ray, lateral`; `AP_horizontal` → `Chest X-ray, AP supine`;
// `COSTAL` → `Chest X-ray, ribs`; none, `UNK` and `EXCLUDE` → `Chest X-ray`. Another code is kept as it is:
// `Chest X-ray, XY`.
[[nodiscard]] std::string procedure_name(clinical::OptionalText projection);

// The same, made once for each code. Views stay valid as long as TextCache keeps them.
class ProcedureNames {
  public:
    ProcedureNames();

    [[nodiscard]] clinical::Text operator()(clinical::OptionalText projection);

    void begin_batch() { cache_.begin_batch(); }

  private:
    clinical::TextCache<std::string> cache_;
};

} // namespace padchestd::padchest
