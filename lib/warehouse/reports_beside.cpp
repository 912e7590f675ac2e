#include "warehouse/reports_beside.h"

#include "pg/own_thread.h"
#include "util/failure.h"

#include <chrono>
#include <utility>

namespace padchestd::warehouse {

namespace {

constexpr auto kWait = std::chrono::milliseconds(200); // as a connection waits

} // namespace

ReportsBeside::ReportsBeside(pg::SessionOptions options)
    : on_wait_(options.on_wait)
    , forward_(options.stop, [this] { stopping_.request_stop(); })
    , connection_(pg::on_own_thread(std::move(options), stopping_.get_token()))
    , slices_(connection_, [this] { return committed(); })
    , thread_([this](const std::stop_token& stop) { work(stop); }) {}

ReportsBeside::~ReportsBeside() {
    stopping_.request_stop();
}

void ReportsBeside::batch_committed() {
    {
        const std::lock_guard hold(mutex_);
        ++batches_;
    }
    changed_.notify_all();
}

bool ReportsBeside::finish() {
    {
        std::unique_lock hold(mutex_);
        ends_ = true;
        changed_.notify_all();
        while (!changed_.wait_for(hold, kWait, [this] { return ended_; })) {
            if (on_wait_) on_wait_();
        }
    }
    thread_.join();
    return slices_.are_whole() && !failed_;
}

std::int64_t ReportsBeside::committed() {
    const std::lock_guard hold(mutex_);
    return batches_;
}

void ReportsBeside::work(const std::stop_token& stop) {
    follow(stop);
    const std::lock_guard hold(mutex_);
    ended_ = true;
    changed_.notify_all();
}

void ReportsBeside::follow(const std::stop_token& stop) {
    for (std::int64_t seen = 0; slices_.are_whole();) {
        {
            std::unique_lock hold(mutex_);
            if (!changed_.wait(hold, stop, [&] { return ends_ || batches_ > seen; }) || ends_) return;
            seen = batches_;
        }
        try {
            slices_.extend();
        } catch (const util::Failure&) { // of the server, or a stop: whoever fills the rest meets it again
            failed_ = true;
            return;
        }
    }
}

} // namespace padchestd::warehouse
