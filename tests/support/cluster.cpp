#include "support/cluster.h"

#include "operation/distribution.h"

#include <cstdlib>
#include <stdexcept>

namespace padchestd::tests {

namespace {

constexpr int kWorkers = 2; // as tests/service/with_citus makes them
constexpr const char* kAttempt = "make a test's cluster";

std::string given(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

int port_of(std::size_t node) {
    return std::stoi(given("PADCHESTD_CITUS_PORT")) + static_cast<int>(node);
}

} // namespace

std::vector<std::string> servers() {
    std::vector<std::string> all{given("PADCHESTD_POSTGRES__CONNINFO")};
    if (all.front().empty())
        throw std::runtime_error("this test needs a server: run it by scripts/with-postgres");
    const std::string folder = given("PADCHESTD_CITUS_FOLDER");
    const bool at_coordinator = !folder.empty() && all.front().find(folder) != std::string::npos;
    if (!at_coordinator || given("PADCHESTD_TEST_DISTRIBUTED") != "1") return all;
    for (std::size_t worker = 1; worker <= kWorkers; ++worker)
        all.push_back("host=" + folder + " port=" + std::to_string(port_of(worker)) +
                      " user=postgres dbname=postgres");
    return all;
}

void join_nodes(std::vector<pg::Connection>& nodes) {
    for (pg::Connection& node : nodes) node.script(kAttempt, "create extension citus");
    pg::Connection& coordinator = nodes.front();
    coordinator.query(kAttempt, "select citus_set_coordinator_host('127.0.0.1', $1)", {port_of(0)});
    for (std::size_t node = 1; node < nodes.size(); ++node)
        coordinator.query(kAttempt, "select citus_add_node('127.0.0.1', $1)", {port_of(node)});
}

void spread_tables(pg::Connection& coordinator) {
    operation::distribute(coordinator, operation::plan_distribution(coordinator));
}

void set_as_distributed(pg::Connection& admin, const std::string& name) {
    admin.script(kAttempt, "alter database " + name + " set citus.multi_shard_modify_mode = 'sequential'");
}

} // namespace padchestd::tests
