#include "simulator/phrases.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

// All of this was written for the generator, in the stems that the feed's stemmer makes of radiologists'
// Spanish.

namespace padchestd::simulator {
namespace {

using Stems = std::string_view;

template<std::size_t N>
Stems any(const std::array<Stems, N>& choices, util::SeededRandom& random) {
    return choices.at(random.below(N));
}

constexpr std::array<Stems, 10> kDegrees{"liger", "discret", "probabl",   "marc",  "pequen",
                                         "lev",   "import",  "incipient", "difus", "sugest"};

constexpr std::array<Stems, 9> kDenials{"no apreci", "no identific", "no observ", "sin",        "sin",
                                        "sin",       "sin evident",  "sin sign",  "no visualiz"};

constexpr std::array<Stems, 14> kDenied{
    "infiltr", "condens",       "derram pleural", "nodul",        "neumotorax",
    "masa",    "opac pulmonar", "adenopati",      "cardiomegali", "sign insuficient cardiac",
    "fractur", "atelectasi",    "cavit",          "lesion ose"};

constexpr std::array<Stems, 4> kNothing{"hallazg", "alter", "hallazg radiolog", "alter radiolog"};
constexpr std::array<Stems, 7> kWeight{
    "", "", "signific", "relev", "patolog", "significacion", "edad pacient"};

constexpr std::array<Stems, 22> kNeutral{"siluet cardiac normal",
                                         "siluet cardi mediastin dentr limit normal",
                                         "sen costofren libr",
                                         "mediastin centr",
                                         "hili taman normal",
                                         "parenquim pulmonar conserv",
                                         "estructur ose conserv",
                                         "part bland conserv",
                                         "radiografi torax dos proyeccion",
                                         "radiografi torax posteroanterior",
                                         "control evolut",
                                         "rest sin cambi",
                                         "rest exploracion dentr normal",
                                         "valor segun clinic",
                                         "comp con exploracion anterior",
                                         "motiv consult disne",
                                         "pacient ingres",
                                         "estudi preoperatori",
                                         "buen inspiracion",
                                         "volum pulmonar normal",
                                         "vascularizacion pulmonar normal",
                                         "cupul diafragmat regular"};

// Stems that lean on the word before or after them, and so cannot end a phrase.
bool leans(Stems phrase) {
    return phrase.ends_with("con") || phrase.starts_with("con ") || phrase.starts_with("sin");
}

} // namespace

std::string finding_phrase(const Finding& finding, util::SeededRandom& random) {
    std::vector<Stems> usable;
    for (const Stems phrase : finding.phrases) {
        // The commonest stem names the finding; of the others only groups are enough.
        if (!leans(phrase) && (usable.empty() || phrase.find(' ') != Stems::npos)) usable.push_back(phrase);
    }
    if (usable.empty()) return "hallazg a valor";
    std::string text;
    if (random.chance(0.15)) text = std::string(any(kDegrees, random)) + " ";
    text += usable.front();
    if (usable.size() == 1 || random.chance(0.7)) return text;
    const Stems further = usable[1 + random.below(usable.size() - 1)];
    // A group that repeats the first stem takes its place.
    if (further.find(usable.front()) != Stems::npos)
        return text.substr(0, text.size() - usable.front().size()) + std::string(further);
    return text + " " + std::string(further);
}

Stems place_phrase(Stems place) {
    static const std::map<Stems, Stems> stems{{"right", "derech"},
                                              {"left", "izquierd"},
                                              {"bilateral", "bilateral"},
                                              {"basal", "basal"},
                                              {"basal bilateral", "bibasal"},
                                              {"diffuse bilateral", "difus bilateral"},
                                              {"apical", "apical"},
                                              {"hilar", "hiliar"},
                                              {"perihilar", "perihili"},
                                              {"infrahilar", "infrahili"},
                                              {"suprahilar", "suprahili"},
                                              {"retrocardiac", "retrocardiac"},
                                              {"right upper lobe", "lsd"},
                                              {"left upper lobe", "lsi"},
                                              {"right lower lobe", "lid"},
                                              {"left lower lobe", "lii"},
                                              {"middle lobe", "lm"},
                                              {"lingula", "lingul"},
                                              {"upper lobe", "lobul superior"},
                                              {"lower lobe", "lobul inferior"},
                                              {"middle lung field", "camp medi"},
                                              {"lower lung field", "camp inferior"},
                                              {"upper lung field", "camp superior"},
                                              {"hemithorax", "hemitorax"},
                                              {"superior cave vein", "ven cav superior"},
                                              {"subclavian vein", "ven subclavi"},
                                              {"infradiaphragm", "infradiafragmat"},
                                              {"gastric chamber", "cam gastric"},
                                              {"dorsal vertebrae", "vertebr dorsal"},
                                              {"posterior rib", "arco costal posterior"},
                                              {"anterior rib", "arco costal anterior"},
                                              {"axilar", "axil"},
                                              {"humerus", "humer"},
                                              {"mediastinum", "mediastin"}};
    const auto found = stems.find(place);
    return found == stems.end() ? Stems{} : found->second;
}

std::string negation(util::SeededRandom& random) {
    std::string text(any(kDenials, random));
    const Stems first = any(kDenied, random);
    text += ' ';
    text += first;
    if (random.chance(0.4)) {
        const Stems second = any(kDenied, random);
        if (second != first) text += " ni " + std::string(second);
    }
    return text;
}

std::string nothing_found(util::SeededRandom& random) {
    if (random.chance(0.2)) return "dentr limit normal";
    std::string text = "sin " + std::string(any(kNothing, random));
    const Stems weight = any(kWeight, random);
    if (!weight.empty()) text += " " + std::string(weight);
    return text;
}

std::string neutral(util::SeededRandom& random) {
    std::string text(any(kNeutral, random));
    if (random.chance(0.5)) {
        const Stems second = any(kNeutral, random);
        if (text != second) text += " " + std::string(second);
    }
    return text;
}

} // namespace padchestd::simulator
