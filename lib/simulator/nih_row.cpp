#include "simulator/nih_row.h"

#include "synthetic/choice.h"
#include "synthetic/stream.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace padchestd::simulator {

namespace {

using synthetic::Choice;

constexpr std::uint64_t kFirstPatient = 90'000'001;
constexpr double kMales = 0.565;
constexpr double kPosteroanterior = 0.600;
constexpr double kNoFinding = 0.538;
constexpr int kOldest = 95;

// Images of a patient: up to five by their counts, above by an exponential tail of this mean.
constexpr std::uint64_t kTail = 6;
constexpr double kTailMean = 9;
constexpr std::uint64_t kMostImages = 184;

const Choice<std::uint64_t>& images_of_patient() {
    static const Choice<std::uint64_t> choice(
        {{1, 17'503}, {2, 4'113}, {3, 2'100}, {4, 1'330}, {5, 938}, {kTail, 4'821}});
    return choice;
}

const Choice<int>& decades() {
    static const Choice<int> choice({{0, 1'538},
                                     {10, 5'508},
                                     {20, 12'855},
                                     {30, 16'538},
                                     {40, 21'902},
                                     {50, 27'341},
                                     {60, 18'965},
                                     {70, 6'454},
                                     {80, 955}});
    return choice;
}

const Choice<std::string>& labels() {
    static const Choice<std::string> choice({{"Atelectasis", 11'559},
                                             {"Cardiomegaly", 2'776},
                                             {"Consolidation", 4'667},
                                             {"Edema", 2'303},
                                             {"Effusion", 13'317},
                                             {"Emphysema", 2'516},
                                             {"Fibrosis", 1'686},
                                             {"Hernia", 227},
                                             {"Infiltration", 19'894},
                                             {"Mass", 5'782},
                                             {"Nodule", 6'331},
                                             {"Pleural_Thickening", 3'385},
                                             {"Pneumonia", 1'431},
                                             {"Pneumothorax", 5'302}});
    return choice;
}

const Choice<std::size_t>& labels_of_image() {
    static const Choice<std::size_t> choice({{1, 30'963}, {2, 14'306}, {3, 4'856}, {4, 1'247}, {5, 387}});
    return choice;
}

struct Detector {
    std::string_view width, height, spacing;
};

const Choice<Detector>& detectors() {
    static const Choice<Detector> choice({{{"2500", "2048", "0.168"}, 30'000},
                                          {{"2500", "2048", "0.171"}, 7'100},
                                          {{"2992", "2991", "0.14300000000000002"}, 22'000},
                                          {{"3056", "2544", "0.139"}, 15'300},
                                          {{"2048", "2500", "0.168"}, 8'700},
                                          {{"2021", "2021", "0.19431099999999998"}, 4'300},
                                          {{"2544", "3056", "0.139"}, 2'400}});
    return choice;
}

std::string draw_labels(util::SeededRandom& random) {
    if (random.chance(kNoFinding)) return "No Finding";
    const std::size_t count = labels_of_image().draw(random);
    std::set<std::string> drawn;
    while (drawn.size() < count) drawn.insert(labels().draw(random));
    std::string text;
    for (const std::string& label : drawn) text += (text.empty() ? "" : "|") + label;
    return text;
}

std::string zero_filled(std::uint64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

} // namespace

NihPatient nih_patient(std::uint64_t seed, std::uint64_t index) {
    auto random = synthetic::stream(seed, synthetic::Stream::source_patient, index);
    NihPatient patient;
    patient.number = kFirstPatient + index;
    patient.images = images_of_patient().draw(random);
    if (patient.images == kTail)
        patient.images += static_cast<std::uint64_t>(-kTailMean * std::log(1 - random.fraction()));
    patient.images = std::min(patient.images, kMostImages);
    patient.age = decades().draw(random) + static_cast<int>(random.below(10));
    patient.gender = random.chance(kMales) ? 'M' : 'F';
    return patient;
}

std::string_view nih_header_line() {
    return "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,"
           "OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]\n";
}

NihRow nih_row(const NihPatient& patient, std::uint64_t image, std::uint64_t follow_up,
               util::SeededRandom& random) {
    constexpr std::uint64_t kImagesOfYear = 6;
    const Detector& detector = detectors().draw(random);
    NihRow row;
    row.image_index = zero_filled(patient.number, 8) + "_" + zero_filled(image, 3) + ".png";
    row.labels = draw_labels(random);
    row.follow_up = std::to_string(follow_up);
    row.patient_id = std::to_string(patient.number);
    row.age = std::to_string(std::min(patient.age + static_cast<int>(image / kImagesOfYear), kOldest));
    row.gender = std::string(1, patient.gender);
    row.view = random.chance(kPosteroanterior) ? "PA" : "AP";
    row.width = detector.width;
    row.height = detector.height;
    row.spacing_x = row.spacing_y = detector.spacing;
    return row;
}

std::string nih_line(const NihRow& row) {
    std::string line;
    for (const auto* const cell :
         {&row.image_index, &row.labels, &row.follow_up, &row.patient_id, &row.age, &row.gender, &row.view,
          &row.width, &row.height, &row.spacing_x, &row.spacing_y})
        line += (line.empty() ? "" : ",") + *cell; // no cell holds a comma, and the first one is not empty
    return line + "\n";
}

std::string spoiled_nih(NihRow row, std::uint64_t n) {
    switch (n % kNihFaults) {
    case 0:
        row.age = "414"; // as in the table's first edition
        break;
    case 1:
        row.age.clear();
        break;
    case 2:
        row.width = "wide";
        break;
    case 3:
        row.spacing_y = "19.8";
        break;
    case 4:
        row.image_index.insert(8, " ");
        break;
    case 5:
        row.height += ",0"; // a field too many
        break;
    default:
        row.labels += "\xff"; // not UTF-8
        break;
    }
    return nih_line(row);
}

} // namespace padchestd::simulator
