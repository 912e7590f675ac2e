#pragma once
// ReportSlices on a session and a thread of their own, beside the batches of a first load.

#include "pg/connection.h"
#include "warehouse/report_slices.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace padchestd::warehouse {

class ReportsBeside {
  public:
    // Connects and begins. The batches that follow queue every encounter whose report they change
    // (ingest.change_queue); those that they add need no entry. Of `options` `stop` ends it, and `on_wait` is
    // called while finish() waits, on the caller's thread. Throws pg::Error, pg::Interrupted.
    explicit ReportsBeside(pg::SessionOptions options);
    ~ReportsBeside(); // cancels the slice at work
    ReportsBeside(const ReportsBeside&) = delete;
    ReportsBeside& operator=(const ReportsBeside&) = delete;

    // A batch has committed. Returns at once.
    void batch_committed();

    // Ends it, and waits for the slice at work. Whether ReportSlices::are_whole() and no slice failed. Once.
    [[nodiscard]] bool finish();

  private:
    void work(const std::stop_token& stop);
    void follow(const std::stop_token& stop);
    [[nodiscard]] std::int64_t committed();

    std::function<void()> on_wait_;
    std::stop_source stopping_; // the session's
    std::stop_callback<std::function<void()>> forward_;
    pg::Connection connection_; // the thread's, and what follows, once it runs
    ReportSlices slices_;
    bool failed_ = false;
    std::mutex mutex_; // of the next four
    std::condition_variable_any changed_;
    std::int64_t batches_ = 0;
    bool ends_ = false;
    bool ended_ = false;
    std::jthread thread_; // last: it begins when all else is there
};

} // namespace padchestd::warehouse
