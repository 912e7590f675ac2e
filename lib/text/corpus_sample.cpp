#include "text/corpus_sample.h"

#include "text/tokenizer.h"

namespace padchestd::text {

void CorpusSample::add(std::string_view report) {
    if (report_form(report) != ReportForm::stemmed) return;
    std::string joined;
    for (const std::string& term : report_terms(report)) {
        if (joined.size() + term.size() >= kMostBytes) break;
        if (!joined.empty()) joined += ' ';
        joined += term;
    }
    if (joined.empty()) return;
    const auto hash = util::content_hash(joined).bytes;
    if (kept_.size() == most_ && !(hash < kept_.rbegin()->first)) return;
    kept_.try_emplace(hash, std::move(joined));
    if (kept_.size() > most_) kept_.erase(std::prev(kept_.end()));
}

std::vector<std::vector<std::string>> CorpusSample::texts() const {
    std::vector<std::vector<std::string>> all;
    all.reserve(kept_.size());
    for (const auto& [hash, joined] : kept_) {
        auto& terms = all.emplace_back();
        std::string_view rest = joined;
        while (!rest.empty()) {
            const std::size_t end = rest.find(' ');
            terms.emplace_back(rest.substr(0, end));
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }
    return all;
}

} // namespace padchestd::text
