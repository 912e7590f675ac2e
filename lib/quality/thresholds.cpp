#include "quality/thresholds.h"

#include "config/nearest.h"
#include "config/value.h"
#include "quality/check.h"
#include "util/failure.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

// NOLINTBEGIN(modernize-avoid-c-arrays, readability-identifier-naming): the assembler gives these symbols
// (cmake/embed.cmake), as arrays without a size.
extern "C" {
extern const char padchestd_quality_thresholds_begin[];
extern const char padchestd_quality_thresholds_end[];
}
// NOLINTEND(modernize-avoid-c-arrays, readability-identifier-naming)

namespace padchestd::quality {

namespace {

// Bytes read before the parser sees them: a threshold file is some lines.
constexpr std::size_t kMostBytes = 1U << 20U;

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
    throw util::Failure(what, hint, util::ExitCode::config);
}

std::string meant(std::string_view word, const std::vector<std::string>& known) {
    const auto near = config::nearest(word, known);
    return near.empty() ? "docs/quality.md lists every check" : "did you mean " + near + "?";
}

class ThresholdFile {
  public:
    ThresholdFile(std::string name, Thresholds& thresholds)
        : name_(std::move(name))
        , thresholds_(thresholds) {}

    void read(const std::string& text) {
        const YAML::Node root = parse(text);
        if (root.IsNull()) return;
        if (!root.IsMap())
            refuse(place(root) + ": not a map of categories",
                   "write `completeness:` and, indented, `encounters_without_image: 0`");
        for (const auto& entry : root) read_category(entry.first, entry.second);
    }

  private:
    [[nodiscard]] YAML::Node parse(const std::string& text) const {
        try {
            const auto documents = YAML::LoadAll(text);
            if (documents.size() > 1)
                refuse(name_ + ": holds several documents", "is there a line of `---` too many?");
            return documents.empty() ? YAML::Node() : documents.front();
        } catch (const YAML::Exception& error) {
            refuse(name_ + ':' + std::to_string(error.mark.line + 1) + ": not YAML: " + error.msg,
                   "are indentation, colons and quotes as they should be?");
        }
    }

    [[nodiscard]] std::string place(const YAML::Node& node) const {
        return name_ + ':' + std::to_string(node.Mark().line + 1);
    }

    [[nodiscard]] std::string word(const YAML::Node& node) const {
        if (!node.IsScalar())
            refuse(place(node) + ": a key must be a plain word", "is the indentation right?");
        return node.Scalar();
    }

    // YAML forbids a key twice; yaml-cpp lets it pass.
    void once(const std::string& key, const YAML::Node& node) {
        if (!seen_.insert(key).second)
            refuse(place(node) + ": " + key + " is given twice", "keep one of them");
    }

    void read_category(const YAML::Node& name, const YAML::Node& body) {
        const auto category = word(name);
        std::vector<std::string> known;
        for (const Check& check : checks()) known.emplace_back(check.category);
        if (std::find(known.begin(), known.end(), category) == known.end())
            refuse(place(name) + ": unknown category " + category, meant(category, known));
        once(category, name);
        if (body.IsNull()) return; // all of it commented out
        if (!body.IsMap())
            refuse(place(name) + ": " + category + " must hold checks",
                   "write `" + category + ":` and, indented, a share for each check");
        for (const auto& entry : body) read_threshold(category, entry.first, entry.second);
    }

    void read_threshold(const std::string& category, const YAML::Node& name, const YAML::Node& value) {
        const auto key = category + '.' + word(name);
        std::vector<std::string> known;
        for (const Check& check : checks())
            known.push_back(std::string(check.category) + '.' + std::string(check.name));
        if (std::find(known.begin(), known.end(), key) == known.end())
            refuse(place(name) + ": unknown check " + key, meant(key, known));
        once(key, name);
        thresholds_[name.Scalar()] = share(key, name, value);
    }

    [[nodiscard]] std::optional<double> share(const std::string& key, const YAML::Node& name,
                                              const YAML::Node& value) const {
        const std::string text = value.IsScalar() ? value.Scalar() : std::string();
        if (text == "off") return std::nullopt;
        const auto number = config::parse_ratio(text);
        if (!number || *number < 0 || *number > 1)
            refuse(place(name) + ": " + key + " cannot be " +
                       (value.IsScalar() ? '`' + text + '`' : "empty or a list"),
                   "allowed: 0 to 1, the share of rows that may fail, or off");
        return number;
    }

    std::string name_;
    Thresholds& thresholds_;
    std::set<std::string> seen_;
};

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string text(kMostBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad() || std::filesystem::is_directory(path))
        throw util::Failure(
            "cannot read the thresholds " + path.string(),
            "does the file exist, and may this user read it? (quality.thresholds, --thresholds)",
            util::ExitCode::no_input);
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMostBytes)
        refuse(path.string() + ": larger than 1 MiB",
               "is it a file of thresholds, as config/quality.yaml is?");
    return text;
}

} // namespace

Thresholds read_thresholds(const std::filesystem::path& file) {
    Thresholds thresholds;
    ThresholdFile("quality.yaml", thresholds)
        .read({padchestd_quality_thresholds_begin, padchestd_quality_thresholds_end});
    if (thresholds.size() != checks().size())
        throw std::logic_error("config/quality.yaml does not have a threshold for each check");
    if (!file.empty()) ThresholdFile(file.string(), thresholds).read(text_of(file));
    return thresholds;
}

} // namespace padchestd::quality
