// Ends an integration test that starts a thread and lacks the tag [threads]. The short form of scripts/test
// runs only the tagged ones under the thread sanitizer: the others have one thread, in which there is nothing
// for it to find. The watch is a function in place of libc's, and so not there under a sanitizer, which
// replaces it itself.

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>

#include <dlfcn.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace {

std::atomic<bool> one_thread_expected{false};

// Tells the watch which test is running.
struct ThreadWatch : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    void testCaseStarting(const Catch::TestCaseInfo& test) override {
        const auto& tags = test.tags;
        one_thread_expected = std::find(tags.begin(), tags.end(), "threads") == tags.end();
    }
    void testCaseEnded(const Catch::TestCaseStats& /*stats*/) override { one_thread_expected = false; }
};

CATCH_REGISTER_LISTENER(ThreadWatch)

} // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                              void* argument) noexcept {
    if (one_thread_expected.exchange(false)) {
        std::fputs("this test starts a thread: give it the tag [threads]\n", stderr);
        std::abort();
    }
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto create = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_create"));
    return create(thread, attributes, start, argument);
}
#endif
