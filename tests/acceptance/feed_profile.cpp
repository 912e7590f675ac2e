#include "acceptance/feed_profile.h"

#include "feed/tailer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace padchestd::tests {
namespace {

using Text = std::string_view;
using feed::Fields;
using Terms = std::set<std::string>;

// The columns by their place in the file.
enum Field : std::size_t {
    directory = 2,
    date = 3,
    study = 4,
    patient = 5,
    birth = 6,
    sex = 7,
    view = 8,
    projection = 9,
    pediatric = 11,
    modality = 12,
    maker = 13,
    aspect = 16,
    window_center = 19,
    tube_current = 23,
    relative_exposure = 27,
    report_id = 28,
    report = 29,
    method = 30,
    labels = 31,
    places = 32,
    label_concepts = 34,
    place_concepts = 35,
};

bool holds(Text text, Text part) {
    return text.find(part) != Text::npos;
}

// The texts between single quotes.
std::vector<Text> quoted(Text list) {
    std::vector<Text> texts;
    while (true) {
        const auto open = list.find('\'');
        if (open == Text::npos) return texts;
        const auto close = list.find('\'', open + 1);
        if (close == Text::npos) throw std::runtime_error("a quote does not close");
        texts.push_back(list.substr(open + 1, close - open - 1));
        list.remove_prefix(close + 1);
    }
}

Terms terms(Text list) {
    Terms result;
    for (Text text : quoted(list)) {
        if (text.starts_with(' ')) text.remove_prefix(1);
        if (!text.empty()) result.emplace(text);
    }
    return result;
}

std::size_t stems(Text text) {
    std::size_t count = 0;
    bool within = false;
    for (const char c : text) {
        const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (letter && !within) ++count;
        within = letter;
    }
    return count;
}

struct Span {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t images = 0;
};

class Counter {
  public:
    void add(Fields fields);
    [[nodiscard]] FeedProfile result() const;

  private:
    // How often `name` was the case.
    void count(const char* name, bool is_so) { counts_[name] += is_so ? 1 : 0; }
    void sum(const std::string& name, std::size_t number) { counts_[name] += static_cast<double>(number); }

    void count_record(Fields fields);
    void count_labels(Text list);
    void count_study(Fields fields);
    void count_findings(const Terms& found);
    void count_person(Fields fields);
    void count_report(Text text);
    void add_distances(FeedProfile& profile) const;

    std::uint64_t records_ = 0;
    double label_texts_ = 0;
    std::map<std::string, double> counts_;
    std::unordered_map<std::string, Span> studies_;
    std::unordered_map<std::string, int> reports_; // studies by report id
    Terms patients_;
};

void Counter::add(Fields f) {
    count_record(f);
    count_labels(f[labels]);
    const auto [place, fresh] = studies_.try_emplace(std::string(f[study]), Span{records_, records_, 0});
    place->second.last = records_;
    ++place->second.images;
    if (fresh) count_study(f);
    ++records_;
}

void Counter::count_record(Fields f) {
    count("record: labelled by a physician", f[method] == "Physician");
    count("record: wrapped CUI text", holds(f[label_concepts], "\n") || holds(f[place_concepts], "\n"));
    count("record: projection L", f[projection] == "L");
    count("record: projection AP_horizontal", f[projection] == "AP_horizontal");
    count("record: view position nan", f[view] == "nan");
    count("record: digital radiography", f[modality] == "DX");
    count("record: maker Philips", f[maker] == "PhilipsMedicalSystems");
    count("record: aspect ratio as a list", f[aspect] == "['1', '1']");
    count("record: window in exponents", holds(f[window_center], "e+"));
    count("record: tube current None", f[tube_current] == "None");
    count("record: negative exposure", f[relative_exposure].starts_with('-'));
    count("record: pediatric", f[pediatric] == "PED");
    count("record: directory 54", f[directory] == "54");
}

void Counter::count_labels(Text list) {
    count("record: labels missing", list == "nan");
    if (list == "nan") return;
    std::size_t filled = 0;
    for (const Text label : quoted(list)) {
        label_texts_ += 1;
        count("label: leading space", label.starts_with(' '));
        count("record: an empty label", label.empty());
        filled += label.empty() ? 0 : 1;
    }
    const Terms distinct = terms(list);
    count("record: a label twice", distinct.size() < filled);
    count("record: normal beside findings", distinct.count("normal") > 0 && distinct.size() > 1);
}

void Counter::count_study(Fields f) {
    count("study: id with a suffix", f[study].find_first_of("_-") != Text::npos);
    count("study: id of 45 digits", f[study].size() == 45);
    count("study: before 2014", f[date] < "2014");
    ++reports_[std::string(f[report_id])];
    count_findings(terms(f[labels] == "nan" ? Text{} : f[labels]));
    const Terms where = terms(f[places] == "nan" ? Text{} : f[places]);
    sum("study: places", where.size());
    count("study: no place", where.empty());
    count_person(f);
    count_report(f[report]);
}

void Counter::count_findings(const Terms& found) {
    sum("study: labels", found.size());
    count("study: one label", found.size() == 1);
    count("study: five labels or more", found.size() >= 5);
    for (const std::string& label : found) sum("finding: " + label, 1);
    static const std::array<std::pair<const char*, const char*>, 4> pairs{
        {{"cardiomegaly", "aortic elongation"},
         {"NSG tube", "endotracheal tube"},
         {"pleural effusion", "atelectasis"},
         {"COPD signs", "air trapping"}}};
    for (const auto& [one, other] : pairs) {
        const bool both = found.count(one) > 0 && found.count(other) > 0;
        sum(std::string("together: ") + one + ", " + other, both ? 1 : 0);
    }
}

void Counter::count_person(Fields f) {
    patients_.emplace(f[patient]);
    count("study: sex F", f[sex] == "F");
    if (f[birth].empty()) return;
    const int age = std::stoi(std::string(f[date].substr(0, 4))) - std::stoi(std::string(f[birth]));
    count("study: age 70 or more", age >= 70);
    count("study: age below 20", age < 20);
    count("study: before birth", age < 0);
}

void Counter::count_report(Text text) {
    count("report: missing", text == "nan");
    if (text == "nan") return;
    count("report: no leading space", !text.starts_with(' '));
    count("report: ends in a stop", text.ends_with(" ."));
    count("report: an empty sentence", holds(text, ". ."));
    count("report: a number", text.find_first_of("0123456789") != Text::npos);
    count("report: sin", holds(text, " sin "));
    count("report: no", holds(text, " no "));
    sum("report: stems", stems(text));
    count("report: fewer than ten stems", stems(text) < 10);
}

void Counter::add_distances(FeedProfile& profile) const {
    std::vector<std::uint64_t> distances;
    double together = 0;
    double far = 0;
    for (const auto& [id, span] : studies_) {
        if (span.images < 2) continue;
        distances.push_back(span.last - span.first);
        together += distances.back() + 1 == span.images ? 1 : 0;
        far += distances.back() > 500 ? 1 : 0;
    }
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    const auto several = static_cast<double>(distances.size());
    profile["images: together"] = together / several;
    profile["images: median distance"] = static_cast<double>(*middle);
    profile["images: farther than 500 records"] = far / several;
}

FeedProfile Counter::result() const {
    FeedProfile profile;
    const auto records = static_cast<double>(records_);
    const auto studies = static_cast<double>(studies_.size());
    for (const auto& [name, number] : counts_) {
        profile[name] = number / (name.starts_with("record:")  ? records
                                  : name.starts_with("label:") ? label_texts_
                                                               : studies);
    }
    double shared = 0;
    for (const auto& [id, number] : reports_) shared += number > 1 ? 1 : 0;
    profile["report: id on two studies"] = shared / studies;
    profile["study: images"] = records / studies;
    profile["study: first of its patient"] = static_cast<double>(patients_.size()) / studies;
    add_distances(profile);
    return profile;
}

} // namespace

FeedProfile feed_profile(const std::filesystem::path& path) {
    feed::Tailer tailer(path, {});
    if (!tailer.open()) throw std::runtime_error("no feed there");
    Counter counter;
    for (feed::Position at = tailer.first_record();;) {
        const feed::Batch batch = tailer.read(at);
        if (batch.end == batch.start) return counter.result();
        at = batch.end;
        for (const feed::Record& record : batch.records) {
            if (record.malformation) throw std::runtime_error("a record is malformed");
            counter.add(record.fields);
        }
    }
}

} // namespace padchestd::tests
