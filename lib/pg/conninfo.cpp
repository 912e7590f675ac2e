#include "pg/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace padchestd::pg {

namespace {

constexpr std::string_view kMask = "***";

struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
};

bool is_uri(std::string_view text) {
    return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

// What libpq itself does not display: `*` is a password. Keys of SCRAM serve as one.
bool is_secret(const PQconninfoOption& option) {
    return std::string_view(option.dispchar) == "*" || std::string_view(option.keyword).starts_with("scram_");
}

bool is_port_list(std::string_view text) {
    return text.find_first_not_of("0123456789,") == std::string_view::npos;
}

bool looks_mistaken(const ConninfoOption& option, bool uri) {
    if (option.name == "port" && !is_port_list(option.value)) return true;
    const bool place = option.name == "host" || option.name == "port" || option.name == "dbname";
    return uri && place && option.value.find('@') != std::string::npos;
}

// As a keyword's value is written: quoted where it needs to be.
std::string quoted(std::string_view value) {
    const bool plain = !value.empty() && value.find_first_of(" '\\\t\n\r\f\v") == std::string_view::npos;
    if (plain) return std::string(value);
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + '\'';
}

} // namespace

std::optional<std::vector<ConninfoOption>> parse_conninfo(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    char* quoting_error = nullptr; // never shown
    const std::unique_ptr<PQconninfoOption, Free> parsed(
        PQconninfoParse(std::string(text).c_str(), &quoting_error));
    const std::unique_ptr<char, Free> never_shown(quoting_error);
    if (parsed == nullptr) return std::nullopt;
    std::vector<ConninfoOption> options;
    for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        options.push_back({option->keyword, option->val, is_secret(*option)});
        if (looks_mistaken(options.back(), is_uri(text))) return std::nullopt;
    }
    return options;
}

std::string shown_conninfo(std::string_view text) {
    const auto options = parse_conninfo(text);
    if (!options) return std::string(kMask);
    if (std::ranges::none_of(*options, &ConninfoOption::secret)) return std::string(text);
    std::string shown;
    for (const auto& option : *options) {
        if (!shown.empty()) shown += ' ';
        shown += option.name + '=' + (option.secret ? std::string(kMask) : quoted(option.value));
    }
    return shown;
}

bool holds_secret(std::string_view text) {
    const auto options = parse_conninfo(text);
    return !options || std::ranges::any_of(*options, &ConninfoOption::secret);
}

} // namespace padchestd::pg
