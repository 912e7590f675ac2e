// The quality of the report vectors on the real feed, beside plain TF-IDF, random projection and full text,
// and the bars that they must reach. Ends with 1 where one is missed. Without the real feed
// (PADCHESTD_REAL_FEED, scripts/fetch-padchest) it prints `skipped: …`. Never prints anything of a row.
//
// The figures are agreement with the feed's own labels, not clinical truth.

#include "bench/report_similarity.h"
#include "bench/sentence_encoder.h"
#include "support/environment.h"
#include "text/decomposition.h"
#include "text/fit.h"
#include "text/query.h"
#include "text/tokenizer.h"
#include "util/seeded_random.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace padchestd;
using namespace padchestd::bench;

bool share_one(const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const auto& term) { return b.contains(term); });
}

std::vector<std::size_t> top(const std::vector<float>& score, const std::vector<std::size_t>& among,
                             std::size_t count) {
    std::vector<std::size_t> order = among;
    count = std::min(count, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](auto a, auto b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
    order.resize(count);
    return order;
}

// Share of the ten nearest studies with a finding that share one, over studies with a finding.
double shared_finding(const Similarity& way, const std::vector<Study>& sample) {
    std::vector<std::size_t> with;
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (!sample[i].findings.empty()) with.push_back(i);
    double hits = 0;
    std::size_t asked = 0;
    for (const std::size_t i : with) {
        auto score = way.to_study(i);
        score[i] = -2.0F;
        for (const std::size_t other : top(score, with, kNeighbours)) {
            hits += share_one(sample[i].findings, sample[other].findings) ? 1 : 0;
            ++asked;
        }
    }
    return hits / static_cast<double>(asked);
}

struct Query {
    const char* words;
    const char* finding;
};
constexpr std::array<Query, 6> kQueries = {{{"cardiomegali", "cardiomegaly"},
                                            {"derram pleural", "pleural effusion"},
                                            {"neumoni", "pneumonia"},
                                            {"atelectasi laminar", "laminar atelectasis"},
                                            {"fractur costal", "rib fracture"},
                                            {"nodul pulmonar", "nodule"}}};
// The same as people write it.
constexpr std::array<Query, 6> kSpoken = {{{"cardiomegalia", "cardiomegaly"},
                                           {"derrame pleural", "pleural effusion"},
                                           {"neumonía", "pneumonia"},
                                           {"atelectasias laminares", "laminar atelectasis"},
                                           {"fracturas costales", "rib fracture"},
                                           {"nódulo pulmonar", "nodule"}}};

// The finding and what the taxonomy has below it: `callus rib fracture` is a rib fracture.
std::set<std::string> with_descendants(const std::string& finding) {
    std::set<std::string> terms = {finding};
    std::ifstream table(tests::source("reference/taxonomy.tsv"));
    for (std::string line; std::getline(table, line);) {
        if (line.find(" > " + finding + " > ") == std::string::npos) continue;
        const auto end = line.find('\t', line.rfind(" > "));
        terms.insert(line.substr(line.rfind(" > ") + 3, end - line.rfind(" > ") - 3));
    }
    return terms;
}

double precision(const std::vector<Study>& sample, const std::vector<std::size_t>& found,
                 const char* finding) {
    if (found.empty()) return 0;
    const auto terms = with_descendants(finding);
    const auto hits = std::count_if(found.begin(), found.end(),
                                    [&](std::size_t i) { return share_one(sample[i].findings, terms); });
    return static_cast<double>(hits) / static_cast<double>(found.size());
}

double search(const Similarity& way, const std::vector<Study>& sample, const std::array<Query, 6>& queries,
              bool print) {
    std::vector<std::size_t> all(sample.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    double sum = 0;
    for (const Query& query : queries) {
        const double one = precision(sample, top(way.to_query(query.words), all, kTop), query.finding);
        if (print) std::printf("    %-24s %.2f\n", query.words, one);
        sum += one / static_cast<double>(queries.size());
    }
    return sum;
}

// All words of the query, negated or not: precision over all matches.
double full_text(const std::vector<Study>& sample) {
    double sum = 0;
    for (const Query& query : kQueries) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < sample.size(); ++i) {
            std::set<std::string> words;
            text::each_word(
                sample[i].text, [&](std::string_view word) { words.emplace(word); }, [] {});
            bool all = true;
            text::each_word(
                query.words, [&](std::string_view word) { all = all && words.contains(std::string(word)); },
                [] {});
            if (all) found.push_back(i);
        }
        sum += precision(sample, found, query.finding) / static_cast<double>(kQueries.size());
    }
    return sum;
}

double entropy(const std::map<std::string, double>& counts, double total) {
    double sum = 0;
    for (const auto& [key, count] : counts) sum -= count / total * std::log(count / total);
    return sum;
}

// Normalized mutual information of the clusters with each study's rarest finding.
double agreement(const text::Model& model, const std::vector<Study>& sample) {
    std::map<std::string, double> frequency;
    for (const Study& study : sample)
        for (const auto& finding : study.findings) ++frequency[finding];
    std::map<std::string, double> clusters, rarest, both;
    double total = 0;
    for (const Study& study : sample) {
        if (study.findings.empty()) continue;
        const auto& rare =
            *std::min_element(study.findings.begin(), study.findings.end(),
                              [&](const auto& a, const auto& b) { return frequency[a] < frequency[b]; });
        const std::string cluster = std::to_string(model.place(study.text, "es").cluster.value_or(-1));
        ++clusters[cluster];
        ++rarest[rare];
        ++both[cluster + "/" + rare];
        ++total;
    }
    const double a = entropy(clusters, total);
    const double b = entropy(rarest, total);
    return 2 * (a + b - entropy(both, total)) / (a + b);
}

// Clusters whose most over-represented finding a quarter of their studies carry.
std::size_t named_clusters(const text::Model& model, const std::vector<Study>& sample) {
    std::map<int, std::map<std::string, double>> findings;
    std::map<int, double> sizes;
    for (const Study& study : sample) {
        const int cluster = model.place(study.text, "es").cluster.value_or(-1);
        ++sizes[cluster];
        for (const auto& finding : study.findings) ++findings[cluster][finding];
    }
    std::size_t named = 0;
    for (const auto& cluster : model.parts().clusters)
        named += std::any_of(findings[cluster.number].begin(), findings[cluster.number].end(),
                             [&](const auto& one) { return one.second > sizes[cluster.number] / 4; })
                     ? 1
                     : 0;
    return named;
}

// What the best 384 directions keep, from the eigenvalues of XᵀX in double precision.
double exact_energy(const text::TermMatrix& x) {
    Eigen::MatrixXd gram =
        Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(x.terms), static_cast<Eigen::Index>(x.terms));
    double total = 0;
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (const auto& a : x.row(i)) {
            total += static_cast<double>(a.weight) * a.weight;
            for (const auto& b : x.row(i)) gram(a.term, b.term) += static_cast<double>(a.weight) * b.weight;
        }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram, Eigen::EigenvaluesOnly);
    const auto kept = std::min<Eigen::Index>(static_cast<Eigen::Index>(text::kDimensions), gram.rows());
    return solver.eigenvalues().tail(kept).sum() / total;
}

bool missed = false;

void bar(const char* name, double value, double bound, bool at_least = true) {
    const bool reached = at_least ? value >= bound : value <= bound;
    missed = missed || !reached;
    std::printf("%-44s %8.3f  bar %s %g: %s\n", name, value, at_least ? ">=" : "<=", bound,
                reached ? "reached" : "MISSED");
}

double embedding_microseconds(const text::Model& model, const std::vector<Study>& studies) {
    const auto begin = Clock::now();
    std::size_t placed = 0;
    for (const Study& study : studies) placed += model.place(study.text, "es").embedding ? 1 : 0;
    const double each = seconds_since(begin) * 1e6 / static_cast<double>(studies.size());
    std::printf("%zu of %zu studies have an embedding\n", placed, studies.size());
    return each;
}

void sentence_encoder(const std::vector<Study>& sample) {
    std::vector<std::string> queries;
    for (const auto& list : {kQueries, kSpoken})
        for (const Query& query : list) queries.emplace_back(query.words);
    const auto encoder = SentenceEncoder::made(sample, queries);
    if (!encoder)
        return static_cast<void>(std::puts("all-MiniLM-L6-v2: skipped, its packages cannot be had"));
    std::printf("%-44s %8.3f %8.3f  %.0f us a report, in plain Spanish %.3f\n",
                "sentence encoder all-MiniLM-L6-v2", shared_finding(*encoder, sample),
                search(*encoder, sample, kQueries, false), encoder->microseconds(),
                search(*encoder, sample, kSpoken, false));
}

} // namespace

int main() {
    const auto feed = tests::real_feed();
    if (!feed) {
        std::puts("skipped: the real feed is not here (scripts/fetch-padchest)");
        return 0;
    }
    const auto studies = read_studies(*feed);
    const auto sample = sample_of(studies);
    const text::Parameters parameters;

    text::CorpusSample corpus(parameters.most_texts);
    for (const Study& study : sample) corpus.add(study.text);
    const double before = peak_mib();
    const auto begin = Clock::now();
    const text::Model model = text::fit(corpus, parameters);
    const double fit_seconds = seconds_since(begin);
    const auto texts = corpus.texts();
    const auto matrix = text::term_matrix(texts, model.parts().vocabulary);
    std::printf("fit: %zu texts, %zu terms, %zu weights, %.1f MiB above the corpus\n", texts.size(),
                matrix.terms, matrix.entries.size(), peak_mib() - before);

    std::vector<std::vector<text::TermWeight>> rows;
    for (const Study& study : sample)
        rows.push_back(model.parts().vocabulary.weights(text::report_terms(study.text)));
    const Dense lsa(rows, model.parts().vocabulary, model.parts().basis);
    const Sparse tf_idf(rows, model.parts().vocabulary);
    util::SeededRandom random(7);
    std::vector<float> directions(model.parts().basis.size());
    for (float& value : directions) value = (random.next() >> 63U) != 0 ? 1.0F : -1.0F;
    const Dense projected(rows, model.parts().vocabulary, directions);

    std::printf("%-44s %8s %8s\n", "", "P@10", "search");
    std::printf("%-44s %8.3f %8.3f\n", "TF-IDF, negation marked, unreduced", shared_finding(tf_idf, sample),
                search(tf_idf, sample, kQueries, false));
    std::printf("%-44s %8.3f %8.3f\n", "random projection to 384", shared_finding(projected, sample),
                search(projected, sample, kQueries, false));
    std::printf("%-44s %8s %8.3f\n", "full text, all words (over all matches)", "", full_text(sample));
    sentence_encoder(sample);

    bar("P@10: shared finding among 10 nearest", shared_finding(lsa, sample), 0.77);
    bar("search, six queries, top 20", search(lsa, sample, kQueries, true), 0.88);
    bar("search, the same in plain Spanish", search(lsa, sample, kSpoken, true), 0.88);
    bar("energy against the exact decomposition's", model.parts().energy / exact_energy(matrix), 0.99);
    bar("NMI of 20 clusters with the rarest finding", agreement(model, sample), 0.25);
    std::printf("%zu of %zu clusters carry a finding's name\n", named_clusters(model, sample),
                model.parts().clusters.size());
    bar("fit, s", fit_seconds, 10, false);
    bar("embedding, us a report", embedding_microseconds(model, studies), 50, false);

    text::CorpusSample whole(parameters.most_texts);
    for (const Study& study : studies) whole.add(study.text);
    const auto again = Clock::now();
    const text::Model large = text::fit(whole, parameters);
    std::printf("fit on %zu texts of the whole feed: %.1f s, %zu terms\n", whole.size(), seconds_since(again),
                large.parts().vocabulary.size());
    std::vector<std::vector<text::TermWeight>> large_rows;
    for (const Study& study : sample)
        large_rows.push_back(large.parts().vocabulary.weights(text::report_terms(study.text)));
    const Dense in_use(large_rows, large.parts().vocabulary, large.parts().basis);
    bar("P@10 of the model of the whole feed", shared_finding(in_use, sample), 0.77);
    bar("search of the model of the whole feed", search(in_use, sample, kQueries, false), 0.88);
    bar("NMI of the model of the whole feed", agreement(large, sample), 0.25);
    return missed ? 1 : 0;
}
