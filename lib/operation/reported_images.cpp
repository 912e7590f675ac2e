#include "operation/reported_images.h"

#include "clinical/study.h"
#include "feed/utf8.h"
#include "operation/sql.h"
#include "pg/transaction.h"
#include "util/time_text.h"
#include "util/trimmed.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

namespace padchestd::operation {

namespace {

struct Entry {
    std::int64_t line = 0;
    std::string_view problem; // static
};
using Entries = std::map<std::string, Entry, std::less<>>; // by the store's id of the image

constexpr std::string_view kNotAnEntry = "no image id, alone or with `missing` or `broken`";
constexpr std::string_view kNotStored = "the store has no such image";

// Empty: another word.
std::string_view problem_of(std::string_view word) {
    if (word.empty() || word == "missing") return "missing";
    return word == "broken" ? "broken" : std::string_view();
}

bool is_image_id(std::string_view text) {
    return !text.empty() && text.size() <= clinical::kMaxKeyBytes && feed::is_utf8(text) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; });
}

Entries read_list(std::istream& list, std::vector<BadLine>& bad) {
    Entries entries;
    std::string text;
    for (std::int64_t line = 1; std::getline(list, text); ++line) {
        std::string_view rest = text;
        if (line == 1 && rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3); // a byte order mark
        rest = util::trimmed(rest);
        if (rest.empty() || rest.front() == '#') continue;
        const auto end = std::min(rest.find_first_of(",\t"), rest.size());
        const auto image = util::trimmed(rest.substr(0, end));
        const auto problem = problem_of(util::trimmed(rest.substr(std::min(end + 1, rest.size()))));
        if (!is_image_id(image) || problem.empty())
            bad.push_back({line, kNotAnEntry});
        else
            entries.insert_or_assign(std::string(image), Entry{line, problem});
    }
    return entries;
}

// Bounds a statement's parameters.
constexpr std::size_t kImagesAtOnce = 5'000;

void write(pg::Connection& connection, Entries::const_iterator from, Entries::const_iterator to,
           const std::string& at, ReportedImages& result) {
    std::vector<std::string_view> images;
    std::vector<std::string_view> problems;
    for (auto entry = from; entry != to; ++entry) {
        images.push_back(entry->first);
        problems.push_back(entry->second.problem);
    }
    const auto found = connection.query("write the reported images", sql::report_images,
                                        {pg::text_array(images), pg::text_array(problems), at});
    std::map<std::string_view, bool> written; // by image
    for (const pg::Row row : found) written[row["procedure_id"].text()] = row["is_written"].boolean();
    for (auto entry = from; entry != to; ++entry) {
        const auto image = written.find(entry->first);
        if (image == written.end())
            result.bad.push_back({entry->second.line, kNotStored});
        else
            ++(image->second ? result.written : result.unchanged);
    }
}

} // namespace

ReportedImages report_images(pg::Connection& connection, std::istream& list, ListIs how,
                             const util::Clock& clock) {
    ReportedImages result;
    const Entries entries = read_list(list, result.bad);
    const std::string at = util::rfc3339(clock.now());
    pg::Transaction transaction(connection);
    for (auto from = entries.begin(); from != entries.end();) {
        auto to = from;
        for (std::size_t i = 0; i < kImagesAtOnce && to != entries.end(); ++i) ++to;
        write(connection, from, to, at, result);
        from = to;
    }
    if (how == ListIs::complete && result.bad.empty()) {
        std::vector<std::string_view> images;
        for (const auto& [image, entry] : entries) images.push_back(image);
        result.removed =
            connection
                .query("take images off the reported ones",
                       "delete from ingest.reported_images where procedure_id <> all($1::text[])",
                       {pg::text_array(images)})
                .affected();
    }
    transaction.commit();
    std::sort(result.bad.begin(), result.bad.end(),
              [](const BadLine& a, const BadLine& b) { return a.line < b.line; });
    return result;
}

} // namespace padchestd::operation
