#include "simulator/report_text.h"

#include "simulator/phrases.h"
#include "simulator/quirks.h"

#include <algorithm>

namespace padchestd::simulator {
namespace {

// A sentence without a finding, in a report with some, denies something this often.
constexpr double kDenies = 0.35;

// Reports that hold more than their labels, so that half of all reports have ten stems or more.
constexpr double kSaysMore = 0.41;

// A filler denies something this often.
constexpr double kFillerDenies = 0.3;

// A place of the labels is put in words, where it has any.
constexpr double kNamesPlace = 0.75;

std::size_t stems_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

std::string finding_sentence(const Sentence& sentence, util::SeededRandom& random) {
    std::string text;
    for (const std::size_t finding : sentence.findings) {
        if (!text.empty()) text += random.chance(0.5) ? " con " : " ";
        text += finding_phrase(Findings::built_in()[finding], random);
    }
    for (const std::string_view place : sentence.places) {
        const std::string_view phrase = place_phrase(place);
        if (!phrase.empty() && random.chance(kNamesPlace) && text.find(phrase) == std::string::npos)
            text += " " + std::string(phrase);
    }
    return text;
}

// `comp con estudi previ fech 12 3 2011`
std::string earlier_study(std::chrono::year_month_day date, util::SeededRandom& random) {
    const auto earlier =
        std::chrono::sys_days{date} - std::chrono::days{1 + static_cast<int>(random.below(900))};
    const std::chrono::year_month_day day{earlier};
    return std::string(random.chance(0.5) ? "comp con estudi previ fech "
                                          : "sin cambi respect estudi previ fech ") +
           std::to_string(static_cast<unsigned>(day.day())) + " " +
           std::to_string(static_cast<unsigned>(day.month())) + " " +
           std::to_string(static_cast<int>(day.year()));
}

// Stems of a report that holds more than its labels: ten or more, by the counts of the public file.
std::size_t draw_length(util::SeededRandom& random) {
    static const synthetic::Choice<std::size_t> tens([] {
        std::vector<std::pair<std::size_t, double>> counts;
        for (const auto& row : synthetic::distribution("stems per report (tens)")) {
            const int number = synthetic::leading_number(row.value);
            if (number >= 10) counts.emplace_back(static_cast<std::size_t>(number), row.weight);
        }
        return counts;
    }());
    return tens.draw(random) + random.below(10);
}

std::vector<std::string> label_sentences(const std::vector<Sentence>& sentences, util::SeededRandom& random) {
    std::vector<std::string> texts;
    const std::size_t normal = Findings::built_in().normal();
    const bool healthy = std::all_of(sentences.begin(), sentences.end(), [&](const Sentence& sentence) {
        return sentence.findings.empty() || sentence.findings.front() == normal;
    });
    bool nothing_said = false;
    for (const Sentence& sentence : sentences) {
        if (sentence.findings.empty()) continue; // of no label: the fillers represent it
        if (sentence.findings.front() != normal) {
            texts.push_back(finding_sentence(sentence, random));
        } else if (!nothing_said) {
            nothing_said = true;
            if (healthy) {
                texts.push_back(nothing_found(random));
            } else if (random.chance(kDenies)) {
                texts.push_back(negation(random));
            }
        }
    }
    return texts;
}

void add_fillers(std::vector<std::string>& texts, std::chrono::year_month_day study_date,
                 util::SeededRandom& random) {
    std::size_t stems = 0;
    for (const auto& text : texts) stems += stems_in(text);
    const std::size_t wanted = random.chance(kSaysMore) ? draw_length(random) : 0;
    if (wanted > 0 && random.chance(quirk::kHasDate / kSaysMore)) {
        texts.push_back(earlier_study(study_date, random));
        stems += stems_in(texts.back());
    }
    while (texts.empty() || stems + 3 < wanted) {
        std::string filler = random.chance(kFillerDenies) ? negation(random) : neutral(random);
        stems += stems_in(filler);
        const auto at = static_cast<std::ptrdiff_t>(random.below(texts.size() + 1));
        texts.insert(texts.begin() + at, std::move(filler));
    }
}

} // namespace

std::string report_text(const std::vector<Sentence>& sentences, Block block,
                        std::chrono::year_month_day study_date, util::SeededRandom& random) {
    std::vector<std::string> texts = label_sentences(sentences, random);
    add_fillers(texts, study_date, random);
    const double empties =
        block == Block::physician ? quirk::kEmptySentencesPhysician : quirk::kEmptySentencesModel;
    std::string text;
    if (random.chance(empties)) {
        for (std::uint64_t i = 0, n = 2 + random.below(4); i < n; ++i) text += " .";
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        text += " " + texts[i];
        if (i + 1 < texts.size() || random.chance(quirk::kEndsWithStop)) text += " .";
    }
    return text;
}

} // namespace padchestd::simulator
