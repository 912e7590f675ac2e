#include "daemon/interruptible.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <future>
#include <thread>

namespace padchestd::daemon {

ingest::CycleReport run_interruptible(const std::function<ingest::CycleReport(std::stop_token)>& cycle) {
    boost::asio::io_context io(1);
    boost::asio::signal_set signals(io, SIGTERM, SIGINT, SIGHUP);
    std::stop_source stop;
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (error) return;
        stop.request_stop();
        signals.clear();
    });
    std::promise<ingest::CycleReport> promise;
    std::thread worker([&] {
        try {
            promise.set_value(cycle(stop.get_token()));
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
        boost::asio::post(io, [&signals] { signals.cancel(); });
    });
    io.run(); // until the first signal, or the end of the work
    worker.join();
    return promise.get_future().get();
}

} // namespace padchestd::daemon
