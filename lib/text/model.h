#pragma once
// A fitted model: what turns a report into an embedding and a cluster. A version; embeddings of two models
// are never compared. Immutable, so that threads can share one.

#include "text/clustering.h"
#include "text/embedding.h"
#include "text/tokenizer.h"
#include "text/vocabulary.h"
#include "util/hash.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace padchestd::text {

// Reports without a term left after stop words: nearly all of them normal or unchanged.
inline constexpr int kNothingLeft = 0;

struct Cluster {
    int number = 0;                 // from 1; kept over refits (text::stable_numbers)
    std::vector<std::string> terms; // what its texts have more of than all texts; negated ones as `sin …`
    float x = 0, y = 0;             // its centre on a plane
    std::size_t texts = 0;          // of the sample
};

// What became of a report's text under a model.
struct Placed {
    std::optional<Embedding> embedding; // none: no term that the model knows
    std::optional<int> cluster; // none: no text, or text in a form or language that is not the model's
};

// How much a term adds to the cosine of a report and a query.
struct Contribution {
    std::string term;
    float share;
};

class Model {
  public:
    struct Parts {
        Parameters parameters;
        std::string language{kLanguage};
        std::size_t texts = 0; // distinct ones that it was fitted on
        double energy = 0;     // share of the sample's squared length that the dimensions keep
        Vocabulary vocabulary;
        std::vector<float> basis; // terms × kDimensions
        Embeddings centres;
        std::vector<Cluster> clusters; // of the centres, one each
    };

    // Throws std::invalid_argument where sizes contradict each other or a number is not finite.
    explicit Model(Parts parts);

    [[nodiscard]] const Parts& parts() const { return parts_; }

    // The same with other clusters, for the fit.
    [[nodiscard]] Model with_clusters(Embeddings centres, std::vector<Cluster> clusters) &&;

    // Over everything that changes what the model computes.
    [[nodiscard]] util::ContentHash checksum() const;

    // A report in the feed's form.
    [[nodiscard]] Placed place(std::optional<std::string_view> report, std::string_view language) const;

    // Of weighted terms of this vocabulary. Nothing where there is none.
    [[nodiscard]] std::optional<Embedding> embed(std::span<const TermWeight> terms) const;

    [[nodiscard]] int cluster_of(const Embedding& embedding) const;

    // The terms of a report that bring it near a query, by their share, largest first; at most `most`.
    [[nodiscard]] std::vector<Contribution> explain(std::string_view report, const Embedding& query,
                                                    std::size_t most) const;

  private:
    [[nodiscard]] std::span<const float> direction(std::uint32_t term) const;

    Parts parts_;
};

} // namespace padchestd::text
