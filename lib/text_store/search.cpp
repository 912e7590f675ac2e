#include "text_store/search.h"

#include "text/stemmer.h"
#include "text/tokenizer.h"
#include "text/word_class.h"
#include "text_store/english_terms.h"
#include "text_store/nearest.h"
#include "text_store/sql.h"
#include "util/failure.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

namespace padchestd::text_store {

namespace {

using util::ExitCode;
using util::Failure;
using Words = std::vector<text::QueryWord>;

constexpr std::int64_t kMostHits = 1'000;
constexpr std::size_t kMostExplained = 5;

bool is_date(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = -1;
        const char* begin = text.data() + at;
        return std::from_chars(begin, begin + count, value).ptr == begin + count ? value : -1;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const int month = number(5, 2);
    const int day = number(8, 2);
    return number(0, 4) > 0 && month > 0 && day > 0 &&
           std::chrono::year_month_day{std::chrono::year(number(0, 4)),
                                       std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day))}
               .ok();
}

void check(const SearchOptions& options) {
    if (options.limit < 1 || options.limit > kMostHits)
        throw Failure("cannot give " + std::to_string(options.limit) + " hits",
                      "--limit is 1 to " + std::to_string(kMostHits), ExitCode::usage);
    if (!options.since.empty() && !is_date(options.since))
        throw Failure("cannot read the day of --since", "is it of the form 2014-09-15?", ExitCode::usage);
}

ModelInfo model_in_use(pg::Connection& connection) {
    auto model = find_model(connection, ModelState::current);
    if (!model)
        throw Failure(
            "there is no text model yet",
            "`padchestd text fit` makes one; a running daemon does so by itself (docs/report-text.md)",
            ExitCode::unavailable);
    return std::move(*model);
}

// The codes of a diagnosis and of those below it, as a text[] literal.
std::string codes_of(pg::Connection& connection, const std::string& diagnosis) {
    const auto rows = connection.query("look for a diagnosis", sql::codes_of_diagnosis, {diagnosis});
    std::vector<std::string_view> codes;
    codes.reserve(rows.size());
    for (const pg::Row row : rows) codes.push_back(row["diagnosis_code"].text());
    if (codes.empty())
        throw Failure("there is no such diagnosis",
                      "codes and terms are in the column description of analytics.diagnosis_frequency",
                      ExitCode::usage);
    return pg::text_array(codes);
}

NearestFilter filter_of(pg::Connection& connection, const SearchOptions& options) {
    NearestFilter filter;
    if (!options.since.empty()) filter.since = options.since;
    if (!options.diagnosis.empty()) filter.diagnoses = codes_of(connection, options.diagnosis);
    if (!options.method.empty()) filter.method = options.method;
    filter.exact = options.exact;
    return filter;
}

Words words_of(const std::string& query) {
    if (query.size() > text::kMostQueryBytes)
        throw Failure("cannot search for " + std::to_string(query.size()) + " bytes of text",
                      "a query has at most " + std::to_string(text::kMostQueryBytes) + " bytes",
                      ExitCode::usage);
    if (const auto stems = stems_of_term(query)) {
        Words words;
        for (const std::string& stem : *stems)
            words.push_back({stem, {stem}, false, 1.0F / static_cast<float>(words.size() + 1)});
        return words;
    }
    auto words = text::query_words(query);
    if (words.empty())
        throw Failure("cannot search: the query has no word that says something of a finding",
                      "does it hold more than stop words (`sin cambios`) and numbers?", ExitCode::usage);
    return words;
}

text::Embedding embed(const Words& words, const text::Model& model) {
    const auto embedding = model.embed(text::query_weights(words, model.parts().vocabulary));
    if (!embedding)
        throw Failure("cannot search: no word of the query is known to the text model",
                      "are they Spanish words, or an English term of the taxonomy? Words in fewer than three "
                      "distinct reports are not known",
                      ExitCode::data);
    return *embedding;
}

// Share of the words that the report holds, negated where they are negated in the query.
double matched(const Words& words, std::string_view report) {
    if (words.empty()) return 0;
    const auto terms = text::report_terms(report);
    const std::set<std::string> held(terms.begin(), terms.end());
    const auto found = std::count_if(words.begin(), words.end(), [&](const text::QueryWord& word) {
        return std::any_of(word.forms.begin(), word.forms.end(), [&](const std::string& form) {
            return held.contains(word.negated ? std::string(text::kNegated) + form : form);
        });
    });
    return static_cast<double>(found) / static_cast<double>(words.size());
}

struct Question {
    const text::Model& model;
    const Words& words;
    const text::Embedding& embedding;
    bool explain;
};

// The hits with what their studies say of themselves.
std::vector<Hit> describe(pg::Connection& connection, const std::vector<Near>& near,
                          const Question& question) {
    std::vector<std::string_view> encounters;
    std::vector<std::string_view> reports;
    for (const Near& one : near) {
        encounters.push_back(one.encounter_id);
        reports.push_back(one.report_id);
    }
    const auto rows = connection.query("read what was found", sql::describe_hits,
                                       {pg::text_array(encounters), pg::text_array(reports)});
    std::vector<Hit> hits;
    for (const pg::Row row : rows) {
        const auto place = row["place"].integer<std::size_t>();
        if (hits.empty() || place != hits.size() - 1) {
            const auto report = row["report_text"].optional_text().value_or("");
            auto& hit = hits.emplace_back();
            hit.encounter_id = near[place].encounter_id;
            hit.report_id = near[place].report_id;
            hit.score = near[place].cosine;
            hit.text_score = matched(question.words, report);
            if (question.explain)
                hit.explanation = question.model.explain(report, question.embedding, kMostExplained);
        }
        if (const auto term = row["diagnosis"].optional_string()) hits.back().diagnoses.push_back(*term);
    }
    return hits;
}

// The mean direction of a study's reports; the vectors as pgvector or an array, both as text.
text::Embedding embedding_of(pg::Connection& connection, const std::string& encounter_id,
                             const ModelInfo& info, const text::Model& model) {
    const auto rows =
        connection.query("read a study's report",
                         "select report_text, language from ods.reports where encounter_id = $1"
                         " and embedding_model = $2 and embedding is not null order by report_id",
                         {encounter_id, info.id});
    text::Embedding sum{};
    for (const pg::Row row : rows) {
        const auto placed = model.place(row["report_text"].optional_text(), row["language"].text());
        for (std::size_t i = 0; placed.embedding && i < sum.size(); ++i) sum[i] += (*placed.embedding)[i];
    }
    if (!text::to_unit_length(sum))
        throw Failure("cannot compare: the study is not in the store, or its report has no embedding",
                      "is the encounter id right? A report of stop words only has none (docs/report-text.md)",
                      ExitCode::data);
    return sum;
}

} // namespace

std::vector<Hit> search(pg::Connection& connection, const std::string& query, const SearchOptions& options) {
    check(options);
    const auto words = words_of(query);
    const auto info = model_in_use(connection);
    const auto model = load_model(connection, info.id);
    const auto embedding = embed(words, *model);
    const auto near = nearest(connection, embedding, info, filter_of(connection, options), options.limit);
    return describe(connection, near, {*model, words, embedding, options.explain});
}

std::vector<Hit> similar(pg::Connection& connection, const std::string& encounter_id,
                         const SearchOptions& options) {
    check(options);
    const auto info = model_in_use(connection);
    const auto model = load_model(connection, info.id);
    const auto embedding = embedding_of(connection, encounter_id, info, *model);
    auto filter = filter_of(connection, options);
    filter.without = encounter_id;
    const auto near = nearest(connection, embedding, info, filter, options.limit);
    const Words none;
    return describe(connection, near, {*model, none, embedding, options.explain});
}

} // namespace padchestd::text_store
