#include "support/private_server.h"

#include "pg/connection.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace padchestd::tests {

namespace {

constexpr const char* kConninfo = "PADCHESTD_POSTGRES__CONNINFO";

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr)
        throw std::runtime_error(std::string("this test needs ") + name +
                                 ": run it by scripts/with-postgres");
    return value;
}

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return status;
}

} // namespace

pid_t launch_as_server(std::vector<std::string> command, const std::string& log) {
    if (::geteuid() == 0) {
        const std::vector<std::string> as_postgres = {
            "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "KILL"};
        command.insert(command.begin(), as_postgres.begin(), as_postgres.end());
    }
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("cannot fork");
    if (process > 0) return process;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::setsid();
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

PrivateServer::PrivateServer()
    : bin_(environment("PADCHESTD_TEST_POSTGRES_BIN"))
    , before_(environment(kConninfo)) {
    own_folder();
    run({bin_ + "/initdb", "--pgdata=" + (folder_ / "data").string(), "--username=postgres", "--auth=trust",
         "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"});
    start();
    ::setenv(kConninfo, (conninfo() + " dbname=postgres").c_str(), 1);
}

PrivateServer::PrivateServer(StandbyOf standby_of)
    : bin_(standby_of.primary.bin_)
    , before_(environment(kConninfo)) {
    own_folder();
    run({bin_ + "/pg_basebackup", "-d", standby_of.primary.conninfo(), "-D", (folder_ / "data").string(),
         "-R", "-X", "stream", "-c", "fast", "--no-sync"});
    start();
}

PrivateServer::PrivateServer(const BackupIn& backup)
    : bin_(environment("PADCHESTD_TEST_POSTGRES_BIN"))
    , before_(environment(kConninfo)) {
    std::filesystem::rename(backup.folder, folder_ / "data");
    own_folder();
    start();
}

PrivateServer::~PrivateServer() {
    end(SIGQUIT);
    ::setenv(kConninfo, before_.c_str(), 1);
}

std::string PrivateServer::conninfo() const {
    return "host=" + folder() + " port=5432 user=postgres";
}

void PrivateServer::own_folder() const {
    if (::geteuid() == 0)
        std::system(("chown -R postgres " + folder()).c_str()); // NOLINT: a test's own folder
}

std::string PrivateServer::ask(const std::string& sql) const {
    pg::SessionOptions options;
    options.conninfo = conninfo() + " dbname=postgres";
    pg::Connection connection(options);
    const auto rows = connection.bare_script("ask a test's server", sql);
    return rows.empty() ? "" : rows.front()[rows.columns().front()].optional_string().value_or("");
}

void PrivateServer::wait_until(const std::string& sql) const {
    for (int tries = 0; ask(sql) != "t"; ++tries) {
        if (tries == 600) throw std::runtime_error("a test's server does not come to: " + sql);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

void PrivateServer::catch_up(const PrivateServer& primary) const {
    wait_until("select pg_last_wal_replay_lsn() >= '" + primary.ask("select pg_current_wal_lsn()") + "'");
}

void PrivateServer::cut_off() const {
    static_cast<void>(ask("alter system set primary_conninfo = ''"));
    static_cast<void>(ask("select pg_reload_conf()"));
    wait_until("select not exists (select from pg_stat_wal_receiver)");
}

void PrivateServer::promote() const {
    static_cast<void>(ask("select pg_promote()"));
    wait_until("select not pg_is_in_recovery()");
}

pid_t PrivateServer::launch(std::vector<std::string> command) const {
    return launch_as_server(std::move(command), (folder_ / "log").string());
}

void PrivateServer::run(const std::vector<std::string>& command) const {
    if (wait_for(launch(command)) != 0) throw std::runtime_error(command.front() + " failed");
}

void PrivateServer::start() {
    // Nothing is torn when a process is killed, only when the machine is: no need to wait for the disk.
    server_ = launch({bin_ + "/postgres", "-D", (folder_ / "data").string(), "-c", "listen_addresses=", "-c",
                      "unix_socket_directories=" + folder_.path().string(), "-c", "port=5432", "-c",
                      "shared_buffers=32MB", "-c", "fsync=off", "-c", "max_connections=30"});
    pg::SessionOptions options;
    options.conninfo = conninfo() + " dbname=postgres";
    for (int tries = 0;; ++tries) {
        try {
            const pg::Connection connection(options);
            return;
        } catch (const std::exception&) {
            if (tries == 1200) throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
}

void PrivateServer::end(int signal) {
    if (server_ < 0) return;
    ::kill(server_, signal);
    static_cast<void>(wait_for(server_));
    server_ = -1;
}

void PrivateServer::begin_to_stop() {
    ::kill(server_, SIGTERM);
}

void PrivateServer::wait_until_stopped() {
    static_cast<void>(wait_for(server_));
    server_ = -1;
}

void PrivateServer::stop_immediately() {
    end(SIGQUIT);
}

void PrivateServer::stop_in_order() {
    end(SIGINT);
}

void PrivateServer::save() {
    run({"cp", "-a", (folder_ / "data").string(), (folder_ / "saved").string()});
}

void PrivateServer::restore() {
    run({"rm", "-rf", (folder_ / "data").string()});
    run({"mv", (folder_ / "saved").string(), (folder_ / "data").string()});
}

} // namespace padchestd::tests
