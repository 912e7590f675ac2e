#include "support/mappings.h"

#include "nih/mapping.h"
#include "padchest/mapping.h"
#include "padchest_gr/mapping.h"
#include "support/plain_mapping.h"

namespace padchestd::tests {

const clinical::Mappings& mappings() {
    static const clinical::Mappings all(
        {&padchest::mapping(), &nih::mapping(), &padchest_gr::mapping(), &plain_mapping()});
    return all;
}

const clinical::Mapping& padchest_mapping() {
    return padchest::mapping();
}

} // namespace padchestd::tests
