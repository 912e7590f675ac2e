#include "config/reader.h"

#include "config/key.h"
#include "config/nearest.h"
#include "util/failure.h"

#include <yaml-cpp/yaml.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>

namespace padchestd::config {

namespace {

constexpr std::string_view kPrefix = "PADCHESTD_";

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
    throw util::Failure(what, hint, util::ExitCode::config);
}

// Takes values for keys, from wherever, and remembers where each came from.
class Assembly {
  public:
    Assembly()
        : origins_(keys().size(), "default") {}

    // The index in keys() of `section.name`, or nothing.
    static std::optional<std::size_t> find(std::string_view full_name) {
        for (std::size_t i = 0; i < keys().size(); ++i) {
            if (keys()[i].full_name() == full_name) return i;
        }
        return std::nullopt;
    }

    void set(std::size_t index, std::string_view text, const std::string& origin) {
        const Key& key = keys()[index];
        if (!key.set(configuration_.settings, text)) {
            refuse(origin + ": " + key.full_name() + " cannot be " + quoted(key, text) + "; it is a " +
                       std::string(key.type),
                   "allowed: " + key.allowed + " (" + std::string(key.doc) + ")");
        }
        origins_[index] = origin;
    }

    Configuration finish() {
        check_backoff();
        for (std::size_t i = 0; i < keys().size(); ++i) {
            const Key& key = keys()[i];
            configuration_.in_force.push_back(
                {key.full_name(), key.show(configuration_.settings), origins_[i]});
        }
        return std::move(configuration_);
    }

  private:
    static std::string quoted(const Key& key, std::string_view text) {
        return key.secret ? "what stands there" : '`' + std::string(text) + '`';
    }

    void check_backoff() const {
        const auto& postgres = configuration_.settings.postgres;
        if (postgres.backoff_first <= postgres.backoff_most) return;
        refuse("postgres.backoff_first (" + origins_[*find("postgres.backoff_first")] +
                   ") is longer than postgres.backoff_most (" + origins_[*find("postgres.backoff_most")] +
                   ")",
               "raise backoff_most, or lower backoff_first");
    }

    Configuration configuration_;
    std::vector<std::string> origins_;
};

// ---- the file

class YamlFile {
  public:
    YamlFile(std::filesystem::path path, Assembly& assembly)
        : path_(std::move(path))
        , assembly_(assembly) {}

    void read() {
        const YAML::Node root = parse();
        if (root.IsNull()) return; // an empty file: defaults
        if (!root.IsMap())
            refuse(place(root) + ": not a map of sections", "write `feed:` and, indented, `path: …`");
        std::vector<std::string> seen;
        for (const auto& entry : root) {
            const auto section = word(entry.first);
            once(seen, section, entry.first);
            read_section(section, entry.first, entry.second);
        }
    }

  private:
    [[nodiscard]] std::string text() const {
        const std::string hint = "does the file exist, and may this user read it?";
        std::ifstream file(path_);
        if (!file) {
            refuse("cannot open the configuration " + path_.string() + ": " +
                       std::generic_category().message(errno),
                   hint);
        }
        try {
            return {std::istreambuf_iterator<char>(file), {}};
        } catch (const std::ios_base::failure&) { // a folder opens, and then gives an error
            refuse("cannot read the configuration " + path_.string(), hint);
        }
    }

    [[nodiscard]] YAML::Node parse() const {
        try {
            const auto documents = YAML::LoadAll(text());
            if (documents.size() > 1)
                refuse(path_.string() + ": holds several documents", "is there a line of `---` too many?");
            return documents.empty() ? YAML::Node() : documents.front();
        } catch (const YAML::Exception& error) {
            refuse(path_.string() + ':' + std::to_string(error.mark.line + 1) + ": not YAML: " + error.msg,
                   "are indentation, colons and quotes as they should be?");
        }
    }

    [[nodiscard]] std::string place(const YAML::Node& node) const {
        return path_.string() + ':' + std::to_string(node.Mark().line + 1);
    }

    [[nodiscard]] std::string word(const YAML::Node& node) const {
        if (!node.IsScalar())
            refuse(place(node) + ": a key must be a plain word", "is the indentation right?");
        return node.Scalar();
    }

    // YAML forbids a key twice; yaml-cpp lets it pass, and the reader would wonder which one counts.
    void once(std::vector<std::string>& seen, const std::string& name, const YAML::Node& node) const {
        if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
            refuse(place(node) + ": " + name + " is given twice", "keep one of them");
        }
        seen.push_back(name);
    }

    void read_section(const std::string& section, const YAML::Node& name, const YAML::Node& body) {
        std::vector<std::string> sections;
        for (const Key& key : keys()) sections.emplace_back(key.section);
        if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
            unknown(place(name) + ": unknown section " + section, nearest(section, sections));
        }
        if (body.IsNull()) return; // all of it commented out
        if (!body.IsMap())
            refuse(place(name) + ": " + section + " must hold keys",
                   "write `" + section + ":` and, indented, its keys");
        std::vector<std::string> seen;
        for (const auto& entry : body) {
            const auto full_name = section + '.' + word(entry.first);
            once(seen, full_name, entry.first);
            read_key(full_name, entry.first, entry.second);
        }
    }

    void read_key(const std::string& full_name, const YAML::Node& name, const YAML::Node& value) {
        const auto index = Assembly::find(full_name);
        if (!index) {
            unknown(place(name) + ": unknown key " + full_name, probably(full_name));
        }
        if (!value.IsScalar() && !value.IsNull()) {
            const Key& key = keys()[*index];
            refuse(place(name) + ": " + full_name + " must be one value, a " + std::string(key.type),
                   "allowed: " + key.allowed);
        }
        assembly_.set(*index, value.IsNull() ? std::string() : value.Scalar(), place(name));
    }

    // A known key that is spelt alike, or one of the same name in another section.
    static std::string probably(const std::string& full_name) {
        const auto name = full_name.substr(full_name.find('.') + 1);
        std::vector<std::string> known;
        for (const Key& key : keys()) known.push_back(key.full_name());
        auto meant = nearest(full_name, known);
        for (const Key& key : keys()) {
            if (meant.empty() && key.name == name) meant = key.full_name();
        }
        return meant;
    }

    [[noreturn]] static void unknown(const std::string& what, const std::string& meant) {
        refuse(what,
               meant.empty() ? "`padchestd config show` lists every key" : "did you mean " + meant + "?");
    }

    std::filesystem::path path_;
    Assembly& assembly_;
};

// ---- the environment

void read_environment(const Environment& environment, Assembly& assembly) {
    std::vector<std::string> known;
    for (const Key& key : keys()) known.push_back(key.variable());
    for (const auto& [variable, value] : environment) {
        // Without `__` it is no key: PADCHESTD_CONFIG, or a variable of somebody's own.
        if (variable.compare(0, kPrefix.size(), kPrefix) != 0 || variable.find("__") == std::string::npos)
            continue;
        const auto found = std::find(known.begin(), known.end(), variable);
        if (found == known.end()) {
            const auto meant = nearest(variable, known);
            refuse("environment: unknown variable " + variable,
                   meant.empty() ? "`padchestd config show` lists every key" : "did you mean " + meant + "?");
        }
        assembly.set(static_cast<std::size_t>(found - known.begin()), value, "environment " + variable);
    }
}

} // namespace

Environment process_environment() {
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

Configuration read(const std::filesystem::path& file, const Environment& environment) {
    Assembly assembly;
    if (!file.empty()) YamlFile(file, assembly).read();
    read_environment(environment, assembly);
    return assembly.finish();
}

} // namespace padchestd::config
