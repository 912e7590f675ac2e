#include "log/event.h"

#include "log/line.h"
#include "log/line_file.h"
#include "log/repeats.h"
#include "util/time_text.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/sink.h>

#include <unistd.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace padchestd::log {

namespace {

// Lines waiting for a slow disk, at about 400 bytes each; then the oldest are given up, and counted.
constexpr std::size_t kQueue = 2048;

// How long close() waits for a disk that takes no more lines.
constexpr auto kDrain = std::chrono::seconds(3);

// Hands the lines from spdlog's queue to the file. Runs on the writer thread only.
class FileSink final : public spdlog::sinks::sink {
  public:
    explicit FileSink(const Target& target)
        : file_(target) {}

    void log(const spdlog::details::log_msg& message) override {
        const std::size_t overrun = pool_ ? pool_->overrun_counter() : 0;
        file_.count_lost(overrun - overrun_counted_);
        overrun_counted_ = overrun;
        file_.write({message.payload.data(), message.payload.size()});
        ++done_;
    }
    void flush() override {} // every line is written at once
    void set_pattern(const std::string&) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

    LineFile& file() { return file_; }
    void watch(spdlog::details::thread_pool* pool) { pool_ = pool; }
    [[nodiscard]] std::uint64_t done() const { return done_; }
    [[nodiscard]] std::uint64_t overrun_counted() const { return overrun_counted_; }

  private:
    LineFile file_;
    spdlog::details::thread_pool* pool_ = nullptr;
    std::atomic<std::uint64_t> overrun_counted_{0};
    std::atomic<std::uint64_t> done_{0};
};

// The open log. Shared pointers, since spdlog's asynchronous logger hands itself to its queue.
struct Writer {
    explicit Writer(const Target& target)
        : sink(std::make_shared<FileSink>(target))
        , pool(std::make_shared<spdlog::details::thread_pool>(kQueue, 1))
        , logger(std::make_shared<spdlog::async_logger>("padchestd", sink, pool,
                                                        spdlog::async_overflow_policy::overrun_oldest)) {
        sink->watch(pool.get());
    }

    [[nodiscard]] std::uint64_t given_up() const { return pool->overrun_counter() - sink->overrun_counted(); }
    [[nodiscard]] bool drained() const { return sink->done() + pool->overrun_counter() >= posted; }

    std::shared_ptr<FileSink> sink;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
    std::atomic<std::uint64_t> posted{0};
};

struct Log {
    std::mutex mutex;
    std::shared_ptr<Writer>
        writer; // shared: an event on another thread may still hold it while the log is closed
    std::atomic<Level> level{Level::info};
    std::atomic<Format> format{Format::text};
    std::atomic<bool> limit_repeats{true};
    std::mutex repeats_mutex;
    Repeats repeats;
};

// Never destroyed: a thread may log while the process ends.
Log& the_log() {
    static auto* const log = new Log;
    return *log;
}

std::shared_ptr<Writer> current_writer() {
    Log& log = the_log();
    const std::lock_guard lock(log.mutex);
    return log.writer;
}

void write_without_log(const std::string& line) {
    LineFile standard_error({});
    standard_error.write(line);
}

void post(Format format, Level level, std::string_view name, std::initializer_list<Field> fields) {
    const auto text = line(format, level, name, fields, util::rfc3339(std::chrono::system_clock::now()));
    const auto writer = current_writer();
    if (!writer) {
        write_without_log(text);
        return;
    }
    ++writer->posted;
    writer->logger->log(spdlog::level::critical, spdlog::string_view_t(text));
}

} // namespace

void open(const Target& target) {
    Log& log = the_log();
    log.level = target.level;
    log.format = target.format;
    log.limit_repeats = target.limit_repeats;
    const std::lock_guard lock(log.mutex);
    if (log.writer) {
        log.writer->sink->file().retarget(target);
    } else {
        log.writer = std::make_shared<Writer>(target);
    }
}

void close() {
    std::shared_ptr<Writer> writer;
    {
        Log& log = the_log();
        const std::lock_guard lock(log.mutex);
        writer.swap(log.writer);
    }
    if (!writer) return;
    const auto give_up = std::chrono::steady_clock::now() + kDrain;
    while (!writer->drained()) {
        if (std::chrono::steady_clock::now() > give_up) {
            // The pool's destructor would wait for the stuck thread: leave both to the end of the process.
            static_cast<void>(new std::shared_ptr<Writer>(writer));
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::uint64_t dropped() {
    const auto writer = current_writer();
    return writer ? writer->sink->file().lost() + writer->given_up() : 0;
}

void event(Level level, std::string_view name, std::initializer_list<Field> fields) {
    Log& log = the_log();
    if (level < log.level) return;
    try {
        const auto now = std::chrono::steady_clock::now();
        bool passes = true;
        std::vector<Repeated> over;
        {
            const std::lock_guard lock(log.repeats_mutex);
            over = log.repeats.take_over(now);
            if (level >= Level::warning && log.limit_repeats) passes = log.repeats.passes(name, fields, now);
        }
        for (const auto& repeated : over)
            post(log.format, Level::warning, "events_repeated",
                 {{"repeated", repeated.event}, {"suppressed", repeated.suppressed}});
        if (passes) post(log.format, level, name, fields);
    } catch (...) { // NOLINT(bugprone-empty-catch): no memory for a log line; the work continues
    }
}

} // namespace padchestd::log
