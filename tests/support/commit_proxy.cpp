#include "support/commit_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace padchestd::tests {

namespace {

sockaddr_un address_of(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + "/.s.PGSQL.5432";
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

// A simple query as a client sends it: 'Q', its length, the text with its end.
constexpr std::string_view kCommit("Q\0\0\0\x0b"
                                   "commit\0",
                                   12);

bool send_all(int socket, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

} // namespace

CommitProxy::CommitProxy(std::string server)
    : server_(std::move(server)) {
    const auto address = address_of(folder());
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening_, 8) != 0)
        throw std::runtime_error("the proxy cannot listen");
    accepting_ = std::thread([this] { accept_all(); });
}

CommitProxy::~CommitProxy() {
    ending_ = true;
    accepting_.join();
    for (auto& thread : serving_) thread.join();
    ::close(listening_);
}

void CommitProxy::cut_at(Cut cut, int nth, std::chrono::milliseconds delay) {
    countdown_ = nth;
    delay_ms_ = static_cast<int>(delay.count());
    cut_ = cut;
}

void CommitProxy::accept_all() {
    while (!ending_) {
        pollfd waiting{listening_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) serving_.emplace_back([this, client] { serve(client); });
    }
}

// False: this connection is over.
bool CommitProxy::forward_to_server(int client, int server) {
    std::array<char, 65536> data{};
    const ssize_t size = ::recv(client, data.data(), data.size(), 0);
    if (size <= 0) return false;
    const std::string_view bytes(data.data(), static_cast<std::size_t>(size));
    const bool is_commit = bytes.ends_with(kCommit);
    if (!is_commit || cut_ == Cut::none || --countdown_ != 0)
        return send_all(server, bytes.data(), bytes.size());
    const Cut cut = cut_.exchange(Cut::none);
    ++done_;
    if (cut == Cut::before_server) return false;
    if (cut == Cut::in_flight) {
        ::shutdown(client, SHUT_RDWR);
        std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms_));
    }
    if (send_all(server, bytes.data(), bytes.size()))
        static_cast<void>(::recv(server, data.data(), data.size(), 0)); // it landed
    return false;
}

void CommitProxy::serve(int client) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(server_);
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    std::array<char, 65536> data{};
    while (open && !ending_) {
        std::array<pollfd, 2> sockets = {pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(sockets.data(), sockets.size(), 20) <= 0) continue;
        if (sockets[1].revents != 0) {
            const ssize_t size = ::recv(server, data.data(), data.size(), 0);
            open = size > 0 && send_all(client, data.data(), static_cast<std::size_t>(size));
        }
        if (open && sockets[0].revents != 0) open = forward_to_server(client, server);
    }
    ::close(server);
    ::close(client);
}

} // namespace padchestd::tests
