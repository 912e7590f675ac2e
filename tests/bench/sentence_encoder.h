#pragma once
// The sentence encoder all-MiniLM-L6-v2 as a way to compare with (tests/bench/encode-sentences).

#include "bench/report_similarity.h"
#include "support/shell.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <memory>
#include <span>

namespace padchestd::bench {

class SentenceEncoder : public Similarity {
  public:
    // Embeds the studies and the queries. Nothing where the packages cannot be had. The texts are in a folder
    // of this user's for the time that it takes.
    static std::unique_ptr<SentenceEncoder> made(const std::vector<Study>& sample,
                                                 const std::vector<std::string>& queries) {
        const tests::TempFolder folder;
        std::string lines;
        for (const auto& study : sample) lines += nlohmann::json(study.text).dump() + '\n';
        for (const auto& query : queries) lines += nlohmann::json(query).dump() + '\n';
        tests::write_file(folder / "texts", lines);
        const auto end = tests::shell(folder, "'" + tests::source("tests/bench/encode-sentences").string() +
                                                  "' '" + (folder / "texts").string() + "' '" +
                                                  (folder / "vectors").string() + "' 2>/dev/null");
        if (!end.well) return nullptr;
        auto encoder = std::make_unique<SentenceEncoder>();
        encoder->microseconds_ = std::stod(end.output);
        encoder->studies_ = sample.size();
        encoder->queries_ = queries;
        const auto bytes = tests::read_file(folder / "vectors");
        encoder->all_.resize(static_cast<Eigen::Index>(sample.size() + queries.size()), text::kDimensions);
        if (bytes.size() != sizeof(float) * static_cast<std::size_t>(encoder->all_.size())) return nullptr;
        std::memcpy(encoder->all_.data(), bytes.data(), bytes.size());
        return encoder;
    }

    std::vector<float> to_study(std::size_t index) const override { return product(index); }
    // One of the queries that it was made with.
    std::vector<float> to_query(const std::string& query) const override {
        const auto at = std::find(queries_.begin(), queries_.end(), query) - queries_.begin();
        return product(studies_ + static_cast<std::size_t>(at));
    }
    double microseconds() const { return microseconds_; } // a text

  private:
    std::vector<float> product(std::size_t row) const {
        const Eigen::VectorXf all = all_.topRows(static_cast<Eigen::Index>(studies_)) *
                                    all_.row(static_cast<Eigen::Index>(row)).transpose();
        return {all.data(), all.data() + all.size()};
    }

    RowMatrix all_; // studies, then queries
    std::size_t studies_ = 0;
    std::vector<std::string> queries_;
    double microseconds_ = 0;
};

} // namespace padchestd::bench
