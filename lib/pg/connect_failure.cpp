#include "pg/connect_failure.h"

#include <algorithm>
#include <array>
#include <vector>

namespace padchestd::pg {

namespace {

struct Known {
    std::string_view mark; // a SQLSTATE, or words of libpq's in English, which this program never translates
    std::string_view sqlstate;
    std::string_view reason;
};

// In the order in which they count.
constexpr std::array<Known, 6> kServer = {{
    {"28P01", "28P01", "the password is not accepted"},
    {"28000", "28000", "the server does not let this user in"},
    {"3D000", "3D000", "there is no such database"},
    {"53300", "53300", "the server has no free session"},
    {"57P03", "57P03", "the server is starting, stopping or recovering"},
    {"0A000", "08001", "the server asks for something that this libpq does not know"},
}};

constexpr std::array<Known, 11> kLibpq = {{
    {"no password supplied", "28P01", "the server asks for a password, and none was given"},
    {"read-only", "08001", "no host offers the session that target_session_attrs asks for"},
    {"hot standby", "08001", "no host offers the session that target_session_attrs asks for"},
    {"could not translate host name", "08001", "the name of the host is not known"},
    {"Connection refused", "08001", "connection refused"},
    {"certificate", "08001", "the certificates do not fit"},
    {"SSL", "08001", "no encrypted connection could be made"},
    {"timeout expired", "08001", "no answer in time"},
    {"service", "08001", "the service that is named is not defined"},
    {"No such file", "08001", "there is no such socket"},
    {"server closed the connection", "08001", "the server closed the connection"},
}};

std::vector<std::string_view> sqlstates_of(std::string_view text) {
    constexpr std::string_view kBefore = ":  ";
    constexpr std::size_t kLength = 5;
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.size() < kBefore.size() + kLength) continue;
        const std::string_view state = line.substr(line.size() - kLength);
        if (line.substr(line.size() - kLength - kBefore.size(), kBefore.size()) == kBefore &&
            state.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos)
            found.push_back(state);
    }
    return found;
}

} // namespace

ConnectFailure connect_failure(std::string_view text) {
    const auto states = sqlstates_of(text);
    for (const Known& known : kServer) {
        if (std::ranges::find(states, known.mark) != states.end())
            return {std::string(known.sqlstate), std::string(known.reason)};
    }
    if (!states.empty())
        return {std::string(states.front()),
                "the server refuses it with SQLSTATE " + std::string(states.front())};
    for (const Known& known : kLibpq) {
        if (text.find(known.mark) != std::string_view::npos)
            return {std::string(known.sqlstate), std::string(known.reason)};
    }
    return {"08001", "libpq does not accept an option of the connection string or of a PG* variable"};
}

} // namespace padchestd::pg
