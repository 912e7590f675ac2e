#include "daemon/interruptible.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <future>
#include <thread>

namespace padchestd::daemon {

void run_interruptible(const std::function<void(std::stop_token)>& work) {
    boost::asio::io_context io(1);
    boost::asio::signal_set signals(io, SIGTERM, SIGINT, SIGHUP);
    std::stop_source stop;
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (error) return;
        stop.request_stop();
        signals.clear();
    });
    std::promise<void> promise;
    std::thread worker([&] {
        try {
            work(stop.get_token());
            promise.set_value();
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
        boost::asio::post(io, [&signals] { signals.cancel(); });
    });
    io.run(); // until the first signal, or the end of the work
    worker.join();
    promise.get_future().get();
}

} // namespace padchestd::daemon
