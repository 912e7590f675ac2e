#pragma once
// A sample of the real feed's reports, and the ways of comparing two of them that text_bench sets side by
// side.

#include "feed/tailer.h"
#include "support/environment.h"
#include "text/decomposition.h"
#include "text/fit.h"
#include "text/query.h"
#include "text/tokenizer.h"
#include "util/seeded_random.h"

#include <sys/resource.h>

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

namespace padchestd::bench {

using Clock = std::chrono::steady_clock;
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t kSample = 10'000;
constexpr std::size_t kNeighbours = 10;
constexpr std::size_t kTop = 20;

struct Study {
    std::string text;
    std::set<std::string> findings;
};

inline double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Of this program so far.
inline double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Terms between quotes, trimmed; those that describe no disease left out.
inline std::set<std::string> findings_of(std::string_view list) {
    static const std::set<std::string, std::less<>> kNone = {"normal", "exclude", "suboptimal study",
                                                             "unchanged"};
    std::set<std::string> findings;
    for (std::size_t open = list.find('\''); open != std::string_view::npos;) {
        const std::size_t close = list.find('\'', open + 1);
        if (close == std::string_view::npos) break;
        std::string_view term = list.substr(open + 1, close - open - 1);
        while (term.starts_with(' ')) term.remove_prefix(1);
        while (term.ends_with(' ')) term.remove_suffix(1);
        if (!term.empty() && !kNone.contains(term)) findings.emplace(term);
        open = list.find('\'', close + 1);
    }
    return findings;
}

// Studies of the feed, each once.
inline std::vector<Study> read_studies(const std::filesystem::path& path) {
    feed::Tailer tailer(path, {});
    if (!tailer.open()) return {};
    const auto id = tailer.header().column("StudyID").value();
    const auto report = tailer.header().column("Report").value();
    const auto labels = tailer.header().column("Labels").value();
    std::vector<Study> studies;
    std::set<std::string> seen;
    feed::Position at = tailer.first_record();
    for (bool more = true; more;) {
        const auto batch = tailer.read(at);
        for (const auto& record : batch.records) {
            if (record.fields.empty() || !seen.emplace(record.fields[id]).second) continue;
            studies.push_back({std::string(record.fields[report]), findings_of(record.fields[labels])});
        }
        at = batch.end;
        more = batch.more;
    }
    return studies;
}

// Of the distinct texts those with the smallest hashes.
inline std::vector<Study> sample_of(const std::vector<Study>& studies) {
    std::map<std::string, const Study*> by_hash;
    for (const Study& study : studies) {
        std::string words;
        text::each_word(
            study.text, [&](std::string_view word) { words.append(word).append(" "); }, [] {});
        by_hash.emplace(util::hex(util::content_hash(words)), &study);
    }
    std::vector<Study> sample;
    for (const auto& [hash, study] : by_hash) {
        if (sample.size() == kSample) break;
        sample.push_back(*study);
    }
    std::printf("%zu studies, %zu distinct texts, %zu in the sample\n", studies.size(), by_hash.size(),
                sample.size());
    return sample;
}

// Cosine of every study of `sample` with one text, whatever the way.
class Similarity {
  public:
    virtual ~Similarity() = default;
    virtual std::vector<float> to_study(std::size_t index) const = 0;
    virtual std::vector<float> to_query(const std::string& query) const = 0;
};

inline std::vector<text::TermWeight> weights_of_query(const std::string& query,
                                                      const text::Vocabulary& vocabulary) {
    return text::query_weights(text::query_words(query), vocabulary);
}

class Dense : public Similarity {
  public:
    Dense(const std::vector<std::vector<text::TermWeight>>& rows, const text::Vocabulary& vocabulary,
          const std::vector<float>& basis)
        : vocabulary_(vocabulary)
        , basis_(basis)
        , all_(rows.size(), text::kDimensions) {
        for (std::size_t i = 0; i < rows.size(); ++i)
            all_.row(static_cast<Eigen::Index>(i)) = project(rows[i]);
    }
    std::vector<float> to_study(std::size_t index) const override {
        return product(all_.row(static_cast<Eigen::Index>(index)));
    }
    std::vector<float> to_query(const std::string& query) const override {
        return product(project(weights_of_query(query, vocabulary_)));
    }
    const RowMatrix& rows() const { return all_; }

  private:
    Eigen::RowVectorXf project(const std::vector<text::TermWeight>& row) const {
        Eigen::RowVectorXf sum = Eigen::RowVectorXf::Zero(text::kDimensions);
        for (const auto& [term, weight] : row)
            sum += weight *
                   Eigen::Map<const Eigen::RowVectorXf>(&basis_[term * text::kDimensions], text::kDimensions);
        const float length = sum.norm();
        if (length > 0) sum /= length;
        return sum;
    }
    std::vector<float> product(const Eigen::RowVectorXf& one) const {
        const Eigen::VectorXf all = all_ * one.transpose();
        return {all.data(), all.data() + all.size()};
    }

    const text::Vocabulary& vocabulary_;
    const std::vector<float>& basis_;
    RowMatrix all_;
};

class Sparse : public Similarity {
  public:
    Sparse(const std::vector<std::vector<text::TermWeight>>& rows, const text::Vocabulary& vocabulary)
        : vocabulary_(vocabulary)
        , rows_(rows)
        , postings_(vocabulary.size()) {
        for (std::uint32_t i = 0; i < rows.size(); ++i)
            for (const auto& [term, weight] : rows[i]) postings_[term].push_back({i, weight});
    }
    std::vector<float> to_study(std::size_t index) const override { return product(rows_[index]); }
    std::vector<float> to_query(const std::string& query) const override {
        return product(weights_of_query(query, vocabulary_));
    }

  private:
    std::vector<float> product(const std::vector<text::TermWeight>& one) const {
        std::vector<float> all(rows_.size(), 0.0F);
        for (const auto& [term, weight] : one)
            for (const auto& [study, other] : postings_[term]) all[study] += weight * other;
        return all;
    }

    const text::Vocabulary& vocabulary_;
    const std::vector<std::vector<text::TermWeight>>& rows_;
    std::vector<std::vector<text::TermWeight>> postings_; // by term: study and weight
};

} // namespace padchestd::bench
