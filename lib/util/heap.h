#pragma once
// The C library's heap, of which it keeps what was freed. Does nothing where the library is not glibc.

namespace padchestd::util {

// One heap for all threads. By default each thread has one of its own, which keeps the most it ever took; two
// threads of a load work at a time, and seldom allocate together. Before the first thread is started.
void use_one_heap();

// Gives the pages that are free back to the system: what comes next takes others, and the program the larger
// of both rather than their sum. A few milliseconds.
void return_free_pages();

} // namespace padchestd::util
