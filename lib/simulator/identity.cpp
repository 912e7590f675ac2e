#include "simulator/identity.h"

#include "simulator/quirks.h"
#include "synthetic/choice.h"
#include "synthetic/stream.h"

#include <string_view>

namespace padchestd::simulator {
namespace {

// Sub-sequences of a study's identity.
enum IdentityPart : std::uint64_t { study_part = 100, suffix_part, image_part, patient_part };

constexpr std::uint64_t kNumberRange = 10'000'000'000; // ten digits: the study's number, scrambled
constexpr std::size_t kNumberDigits = 10;

// A bijection of [0, range), a power of ten: neighbours do not look like neighbours.
std::uint64_t scrambled(std::uint64_t number, std::uint64_t range, std::uint64_t seed) {
    constexpr std::uint64_t kMultiplier = 1'234'567'891; // prime to ten
    const auto product = static_cast<util::Wide>(number) * kMultiplier + seed % range;
    return static_cast<std::uint64_t>(product % range);
}

std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

std::string digits_with(std::string_view prefix, std::size_t length, std::uint64_t number, std::uint64_t seed,
                        util::SeededRandom& random) {
    std::string id(prefix);
    while (id.size() + kNumberDigits < length) id += static_cast<char>('0' + random.below(10));
    return id + padded(scrambled(number, kNumberRange, seed), kNumberDigits);
}

// Studies of the public file by the length of their id.
const synthetic::Choice<std::size_t>& study_id_lengths(Block block) {
    static const synthetic::Choice<std::size_t> physician(
        {{39, 17'309}, {38, 6'466}, {37, 642}, {36, 64}, {35, 8}});
    static const synthetic::Choice<std::size_t> model({{45, 81'552},
                                                       {23, 1'070},
                                                       {22, 451},
                                                       {21, 200},
                                                       {43, 187},
                                                       {42, 40},
                                                       {51, 11},
                                                       {25, 3},
                                                       {20, 1},
                                                       {40, 1}});
    return block == Block::physician ? physician : model;
}

const synthetic::Choice<std::size_t>& patient_id_lengths() {
    static const synthetic::Choice<std::size_t> lengths(
        {{39, 113'688}, {38, 42'446}, {37, 4'222}, {36, 468}, {35, 37}}); // images
    return lengths;
}

} // namespace

Identity::Identity(std::uint64_t studies, std::uint64_t seed)
    : seed_(seed) {
    while (report_range_ < studies) report_range_ *= 10;
}

bool Identity::has_suffix(std::uint64_t study, Block block) const {
    if (block != Block::physician) return false;
    return synthetic::stream(seed_, synthetic::Stream::study, study, suffix_part).chance(quirk::kSuffix);
}

std::string Identity::plain_study_id(std::uint64_t study, Block block) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::study, study, study_part);
    const std::size_t length = study_id_lengths(block).draw(random);
    return digits_with("990000", length, study, seed_, random);
}

std::string Identity::study_id(std::uint64_t study, Block block) const {
    if (!has_suffix(study, block)) return plain_study_id(study, block);
    auto random = synthetic::stream(seed_, synthetic::Stream::study, study, suffix_part);
    (void)random.next(); // the draw of has_suffix()
    static const synthetic::Choice<std::string_view> suffixes({{"_1", 1'407}, {"-1", 498}, {"_2", 16}});
    const std::string suffix(suffixes.draw(random));
    const bool repeats = study > 0 && !has_suffix(study - 1, block) && random.chance(quirk::kSuffixRepeats);
    return plain_study_id(repeats ? study - 1 : study, block) + suffix;
}

std::string Identity::report_id(std::uint64_t study) const {
    return std::to_string(9 * report_range_ + scrambled(study, report_range_, seed_));
}

std::string Identity::patient_id(std::uint64_t patient) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::source_patient, patient, patient_part);
    const std::size_t length = patient_id_lengths().draw(random);
    return digits_with("980000", length, patient, seed_, random);
}

std::string Identity::image_id(const std::string& study_id, std::uint64_t study, std::uint64_t image,
                               Block block) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::image, study, image_part + image);
    if (block == Block::model) {
        const std::string digits = padded(random.below(6'000'000) * 16 + image, 8);
        return study_id + "_" + digits.substr(0, 2) + "-" + digits.substr(2, 3) + "-" + digits.substr(5) +
               ".png";
    }
    constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string name(1, kAlphabet[image]); // so that the images of a study differ
    while (name.size() < 6) name += kAlphabet[random.below(kAlphabet.size())];
    if (random.chance(quirk::kHyphenImage)) name = '-' + name.substr(0, 5);
    return study_id + "_" + name + ".png";
}

} // namespace padchestd::simulator
