#include "padchest/taxonomy.h"

#include "padchest/taxonomy_row.h"

#include <algorithm>
#include <map>
#include <set>

// Made of reference/taxonomy.tsv by padchestd_embed_file().
extern "C" {
extern const char padchestd_taxonomy_begin[]; // NOLINT(readability-identifier-naming): the assembler's symbol
extern const char padchestd_taxonomy_end[];   // NOLINT(readability-identifier-naming): the same
}

namespace padchestd::padchest {

namespace {

struct Node {
    clinical::Term term;
    std::set<std::string> parents;
};
using Graph = std::map<std::string, Node>; // by code

// A term has several rows where it has several parents. What the rows hold of the term itself must
// agree, but for the UMLS concept: there the first row speaks (`adenopathy` under `hilar enlargement` carries
// the concept of hilar adenopathy, the label does not).
void add(Graph& graph, const TaxonomyRow& row) {
    const std::string code = clinical::code_of(row.term);
    const auto [found, is_new] = graph.try_emplace(code);
    Node& node = found->second;
    if (is_new) {
        node.term = clinical::Term{
            code, std::string(row.term), std::string(row.cui), std::string(row.umls_name), row.kind, {}};
    }
    if (node.term.term != row.term) refuse_taxonomy_line(row.line, "two terms with one code");
    if (node.term.kind != row.kind) refuse_taxonomy_line(row.line, "a term of two kinds");
    if (!row.parent.empty()) node.parents.insert(clinical::code_of(row.parent));
}

void check_parent(const Graph& graph, const TaxonomyRow& row) {
    if (row.parent.empty()) return;
    if (!graph.contains(clinical::code_of(row.parent)))
        refuse_taxonomy_line(row.line, "a parent that is no term");
}

void climb(const Graph& graph, const std::string& code, std::set<std::string>& ancestors) {
    for (const std::string& parent : graph.at(code).parents) {
        if (ancestors.insert(parent).second) climb(graph, parent, ancestors);
    }
}

std::vector<clinical::Term> terms(const std::vector<TaxonomyRow>& rows, bool localizations) {
    Graph graph;
    for (const TaxonomyRow& row : rows) {
        if (row.is_localization == localizations) add(graph, row);
    }
    for (const TaxonomyRow& row : rows) {
        if (row.is_localization == localizations) check_parent(graph, row);
    }
    std::vector<clinical::Term> result;
    for (const auto& [code, node] : graph) {
        std::set<std::string> ancestors;
        climb(graph, code, ancestors);
        ancestors.erase(code); // a circle in the graph would reach the term itself
        result.push_back(node.term);
        result.back().ancestors.assign(ancestors.begin(), ancestors.end());
    }
    return result;
}

std::unordered_map<std::string_view, std::size_t> index_of(const std::vector<clinical::Term>& terms) {
    std::unordered_map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < terms.size(); ++i) index.emplace(terms[i].code, i);
    return index;
}

const clinical::Term* find(const std::vector<clinical::Term>& terms,
                           const std::unordered_map<std::string_view, std::size_t>& index,
                           std::string_view code) {
    const auto found = index.find(code);
    return found == index.end() ? nullptr : &terms[found->second];
}

} // namespace

Taxonomy::Taxonomy(std::string_view tsv) {
    const std::vector<TaxonomyRow> rows = parse_taxonomy(tsv);
    diagnoses_ = terms(rows, false);
    localizations_ = terms(rows, true);
    diagnosis_by_code_ = index_of(diagnoses_);
    localization_by_code_ = index_of(localizations_);
}

const Taxonomy& Taxonomy::built_in() {
    static const Taxonomy taxonomy(
        std::string_view(padchestd_taxonomy_begin,
                         static_cast<std::size_t>(padchestd_taxonomy_end - padchestd_taxonomy_begin)));
    return taxonomy;
}

const clinical::Term* Taxonomy::diagnosis(std::string_view code) const {
    return find(diagnoses_, diagnosis_by_code_, code);
}

const clinical::Term* Taxonomy::localization(std::string_view code) const {
    return find(localizations_, localization_by_code_, code);
}

} // namespace padchestd::padchest
