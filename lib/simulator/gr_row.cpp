#include "simulator/gr_row.h"

#include "simulator/findings.h"
#include "simulator/python_text.h"

#include <vector>

namespace padchestd::simulator {

namespace {

using synthetic::Choice;

// Rates of a made-up table: none is counted on the published one.
constexpr double kHasPrior = 0.4;
constexpr double kBenchmark = 0.1;
constexpr double kNewlineInSentence = 0.01;
constexpr double kHasExtraBoxes = 0.05;
constexpr double kCountAsFloat = 0.2;

const Choice<std::string>& splits() {
    static const Choice<std::string> choice({{"train", 70}, {"validation", 10}, {"test", 20}});
    return choice;
}

const Choice<std::string>& progressions() {
    static const Choice<std::string> choice(
        {{"stable", 50}, {"improving", 15}, {"worsening", 15}, {"new", 10}, {"nan", 10}});
    return choice;
}

const Choice<std::size_t>& box_counts() {
    static const Choice<std::size_t> choice({{0, 20}, {1, 55}, {2, 20}, {3, 5}});
    return choice;
}

struct Phrases {
    std::string_view en, es; // before and after the label
    std::string_view en_end, es_end;
};

const Choice<Phrases>& phrases() {
    static const Choice<Phrases> choice(
        {{{"Signs of ", "Signos de ", ".", "."}, 4},
         {{"There is ", "Se aprecia ", ", of small size.", ", de pequeño tamaño."}, 3},
         {{"Increased \"", "Aumento de «", "\" since the previous study.", "» respecto al estudio anterior."},
          2},
         {{"", "Más ", " than before, with no other change.", " que antes, sin otra alteración."}, 1}});
    return choice;
}

// `0.07`: two digits, so that no text depends on a machine's printing of numbers.
std::string share(std::uint64_t hundredths) {
    if (hundredths == 100) return "1";
    return (hundredths < 10 ? "0.0" : "0.") + std::to_string(hundredths);
}

std::string draw_boxes(std::size_t count, util::SeededRandom& random) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) {
        const auto left = random.below(80);
        const auto top = random.below(80);
        text += (i == 0 ? "[" : ", [") + share(left) + ", " + share(top) + ", " +
                share(left + 1 + random.below(100 - left)) + ", " + share(top + 1 + random.below(100 - top)) +
                "]";
    }
    return text + "]";
}

std::string count_text(std::size_t count, util::SeededRandom& random) {
    return std::to_string(count) + (random.chance(kCountAsFloat) ? ".0" : "");
}

std::string flag(bool is) {
    return is ? "True" : "False";
}

std::vector<std::string> draw_places(const Finding& finding, util::SeededRandom& random) {
    std::vector<std::string> places;
    for (const auto& place : finding.places) {
        if (random.chance(place.weight)) places.push_back("loc " + std::string(place.value));
    }
    return places;
}

void fill_sentences(GrRow& row, std::string_view label, util::SeededRandom& random) {
    const Phrases& words = phrases().draw(random);
    std::string& en = row[GrColumn::sentence_en];
    std::string& es = row[GrColumn::sentence_es];
    en = std::string(words.en) + std::string(label) + std::string(words.en_end);
    es = std::string(words.es) + std::string(label) + std::string(words.es_end);
    if (random.chance(kNewlineInSentence)) es += "\nRevisión en un año.";
}

} // namespace

std::string_view gr_header_line() {
    return "StudyID,ImageID,label,boxes_count,extra_boxes_count,locations,prior_study,progression_status,"
           "prior_imageID,sentence_en,sentence_es,study_is_benchmark,study_is_validation,split,PatientID,"
           "patient_is_benchmark,PatientBirth,PatientSex_DICOM,StudyDate_DICOM,StudyDate,PatientAge,"
           "label_group,Year,boxes,extra_boxes\n";
}

GrRow gr_image(const Row& image, util::SeededRandom& random) {
    GrRow row;
    const std::string& date = image[Column::study_date];
    const std::string& birth = image[Column::patient_birth];
    row[GrColumn::study_id] = image[Column::study_id];
    row[GrColumn::image_id] = image[Column::image_id];
    row[GrColumn::study_date_dicom] = date;
    row[GrColumn::study_date] = date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6);
    row[GrColumn::year] = date.substr(0, 4);
    row[GrColumn::patient_id] = image[Column::patient_id];
    row[GrColumn::patient_birth] = birth;
    row[GrColumn::patient_sex] = image[Column::patient_sex];
    if (!birth.empty())
        row[GrColumn::patient_age] = std::to_string(std::stoi(date.substr(0, 4)) - std::stoi(birth)) + ".0";
    row[GrColumn::split] = splits().draw(random);
    const bool is_benchmark = random.chance(kBenchmark);
    row[GrColumn::study_is_benchmark] = row[GrColumn::patient_is_benchmark] = flag(is_benchmark);
    row[GrColumn::study_is_validation] = flag(row[GrColumn::split] == "validation");
    if (random.chance(kHasPrior)) {
        row[GrColumn::prior_study] = "990000" + std::to_string(random.below(1'000'000'000));
        row[GrColumn::prior_image_id] = row[GrColumn::prior_study] + "_0k0000.png";
    }
    return row;
}

GrRow gr_finding(GrRow image, std::size_t finding, util::SeededRandom& random) {
    const Findings& all = Findings::built_in();
    const bool is_normal = finding == all.normal();
    GrRow row = std::move(image);
    row[GrColumn::label] = is_normal ? "Normal" : std::string(all[finding].label);
    row[GrColumn::label_group] = is_normal ? "Normal" : "Other";
    const auto places = is_normal ? std::vector<std::string>() : draw_places(all[finding], random);
    row[GrColumn::locations] = places.empty() ? "[]" : python_list(places);
    const std::size_t boxes = is_normal ? 0 : box_counts().draw(random);
    const std::size_t extra = boxes > 0 && random.chance(kHasExtraBoxes) ? 1 : 0;
    row[GrColumn::boxes_count] = count_text(boxes, random);
    row[GrColumn::extra_boxes_count] = count_text(extra, random);
    row[GrColumn::boxes] = draw_boxes(boxes, random);
    row[GrColumn::extra_boxes] = draw_boxes(extra, random);
    if (!is_normal && !row[GrColumn::prior_study].empty())
        row[GrColumn::progression_status] = progressions().draw(random);
    fill_sentences(row, is_normal ? "normality" : all[finding].label, random);
    return row;
}

std::string gr_line(const GrRow& row) {
    std::string line;
    for (const std::string& value : row.values) {
        if (&value != &row.values.front()) line += ',';
        append_cell(line, value);
    }
    return line + "\n";
}

std::string spoiled_gr(GrRow row, std::uint64_t n) {
    row[GrColumn::sentence_es] = "Sin alteración."; // one line
    switch (n % kGrFaults) {
    case 0:
        row[GrColumn::study_id].clear();
        break;
    case 1:
        row[GrColumn::image_id].insert(3, " ");
        break;
    case 2:
        row[GrColumn::label] = "nan";
        break;
    case 3:
        row[GrColumn::boxes_count] = "several";
        break;
    case 4:
        row[GrColumn::boxes] = "[[0.1, 0.2, 1.3, 0.4]]";
        break;
    case 5:
        row[GrColumn::boxes_count] = "7"; // others than are there
        break;
    case 6:
        row[GrColumn::study_date_dicom] = "20130231";
        break;
    case 7:
        row[GrColumn::study_is_benchmark] = "perhaps";
        break;
    case 8:
        row[GrColumn::locations] = "['loc right'"; // no closing bracket
        break;
    default:
        row[GrColumn::sentence_en] += "\xff"; // not UTF-8
        break;
    }
    return gr_line(row);
}

} // namespace padchestd::simulator
