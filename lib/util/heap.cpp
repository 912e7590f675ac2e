#include "util/heap.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace padchestd::util {

void use_one_heap() {
#ifdef __GLIBC__
    (void)::mallopt(M_ARENA_MAX, 1);
#endif
}

void return_free_pages() {
#ifdef __GLIBC__
    (void)::malloc_trim(0);
#endif
}

} // namespace padchestd::util
