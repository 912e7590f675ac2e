// Any bytes are a list of labels or are refused; what was read is clean, and is read back when written again.
// The codes made of the labels keep their limits.

#include "clinical/cell.h"
#include "padchest/label_list.h"
#include "padchest/taxonomy.h"
#include "support/python_list.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace padchestd;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "label_list_fuzz: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto labels = padchest::parse_label_list(text);
    if (!labels) return 0;
    require(labels->size() <= padchest::kMaxLabels + 1, "more labels than the limit");
    for (auto label = labels->begin(); label != labels->end(); ++label) {
        require(clinical::value_of(*label) == std::string_view(*label),
                "a label that is missing or not trimmed");
        require(label->find('\0') == std::string::npos, "a NUL in a label");
        require(std::find(labels->begin(), label, *label) == label, "a label twice");
        const std::string code = clinical::code_of(*label);
        require(!code.empty() && code.size() <= 120, "a code beyond its limits");
        require(clinical::code_of(code) == code, "a code that is not its own code");
    }
    require(padchest::parse_label_list(tests::python_list(*labels)) == labels, "not read back");
    return 0;
}
