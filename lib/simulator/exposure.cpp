#include "simulator/exposure.h"

#include "synthetic/choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

// Ranges and shares were counted on the public file, by machine.

namespace padchestd::simulator {
namespace {

constexpr std::string_view kNone = "None";

// A bell of mean 0 and deviation 1, between -6 and 6 (the sum of twelve uniforms: the same with every
// compiler).
double bell(util::SeededRandom& random) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.fraction();
    return sum;
}

std::string whole(double value, double low, double high) {
    return std::to_string(static_cast<long>(std::clamp(value, low, high)));
}

// `-1.2`, `0.35`, `-2`: at most two digits, no trailing zeros.
std::string decimal(double value) {
    const auto hundredths = static_cast<long>(value * 100);
    const long magnitude = std::labs(hundredths);
    std::string text = (hundredths < 0 ? "-" : "") + std::to_string(magnitude / 100);
    if (magnitude % 100 == 0) return text;
    text += '.';
    text += static_cast<char>('0' + magnitude % 100 / 10);
    if (magnitude % 10 != 0) text += static_cast<char>('0' + magnitude % 10);
    return text;
}

void set_size(Row& row, std::uint64_t rows, std::uint64_t columns) {
    row[Column::rows] = std::to_string(rows);
    row[Column::columns] = std::to_string(columns);
}

void set_exposure(Row& row, std::string_view current, std::string_view mas, std::string_view uas,
                  std::string_view time) {
    row[Column::tube_current] = current;
    row[Column::exposure] = mas;
    row[Column::exposure_uas] = uas;
    row[Column::exposure_time] = time;
}

void fill_imaging_dynamics(Row& row, util::SeededRandom& random) {
    using Setting = std::array<std::string_view, 4>;
    static const synthetic::Choice<Setting> settings({{{"250", "2", "2500", "10"}, .413},
                                                      {{"320", "3", "3200", "10"}, .165},
                                                      {{"500", "12", "12500", "25"}, .113},
                                                      {{"400", "10", "10000", "25"}, .081},
                                                      {{"400", "20", "20000", "50"}, .054},
                                                      {{"500", "2", "2500", "5"}, .027},
                                                      {{"400", "3", "3200", "8"}, .023},
                                                      {{"500", "None", "None", "None"}, .018},
                                                      {{"400", "2", "2500", "6"}, .016},
                                                      {{"400", "2", "2000", "5"}, .015},
                                                      {{"320", "8", "8000", "25"}, .013},
                                                      {{"320", "6", "6400", "20"}, .008},
                                                      {{"100", "1", "1000", "10"}, .002},
                                                      {{"None", "None", "None", "None"}, .001}});
    row[Column::pixel_aspect_ratio] = kNone;
    row[Column::spatial_resolution] = kNone;
    row[Column::window_center] = whole(2'120 + 180 * bell(random), 892, 3'400);
    row[Column::window_width] = whole(2'200 + 210 * bell(random), 513, 3'763);
    if (random.chance(0.043)) {
        set_size(row, 2'000, 2'000);
    } else if (random.chance(0.08)) {
        set_size(row, 2'900 + 4 * random.below(270), 2'800 + 4 * random.below(280)); // the finer plates
    } else {
        set_size(row, 1'440 + 4 * random.below(140), 1'300 + 4 * random.below(175));
    }
    const Setting& setting = settings.draw(random);
    set_exposure(row, setting[0], setting[1], setting[2], setting[3]);
    row[Column::relative_exposure] =
        random.chance(0.058) ? std::string(kNone) : decimal(std::clamp(-0.75 + bell(random), -4.65, 2.66));
}

void fill_cr12(Row& row, util::SeededRandom& random) {
    static const synthetic::Choice<std::string_view> spacing({{"0.143", .43},
                                                              {"0.2", .387},
                                                              {"0.2000000029802", .134},
                                                              {"0.15", .036},
                                                              {"0.182", .013},
                                                              {"0.1500000059604", .0006},
                                                              {"0.1000000014901", .0002}});
    using Size = std::pair<std::uint64_t, std::uint64_t>;
    static const synthetic::Choice<Size> sizes({{{1'760, 2'140}, .389},
                                                {{2'140, 1'760}, .132},
                                                {{3'000, 3'000}, .088},
                                                {{1'976, 1'576}, .019},
                                                {{1'576, 1'976}, .017},
                                                {{0, 0}, .355}});
    row[Column::pixel_aspect_ratio] = random.chance(0.918) ? "['1', '1']" : kNone;
    row[Column::spatial_resolution] = spacing.draw(random);
    row[Column::window_center] = "2047.0";
    row[Column::window_width] = "4095.0";
    const Size size = sizes.draw(random);
    if (size.first > 0) {
        set_size(row, size.first, size.second);
    } else {
        set_size(row, 1'400 + random.below(1'600), 1'400 + random.below(1'600));
    }
    const std::string_view shown = random.chance(0.443) ? "0" : kNone;
    set_exposure(row, shown, shown, kNone, shown);
    row[Column::relative_exposure] = whole(443 * std::exp(0.6 * bell(random)), 6, 34'366);
}

void fill_cr10(Row& row, util::SeededRandom& random) {
    row[Column::pixel_aspect_ratio] = kNone;
    row[Column::spatial_resolution] = kNone;
    const bool window = random.chance(0.932);
    row[Column::window_center] = window ? "5.115000e+02" : kNone;
    row[Column::window_width] = window ? "1.023000e+03" : kNone;
    if (random.chance(0.025)) {
        set_size(row, 2'364, 2'964);
    } else if (random.chance(0.565)) {
        set_size(row, 3'520, 4'280);
    } else {
        set_size(row, 4'280, 3'520);
    }
    set_exposure(row, kNone, kNone, kNone, kNone);
    row[Column::relative_exposure] = kNone;
}

void fill_dx(Row& row, util::SeededRandom& random) {
    row[Column::pixel_aspect_ratio] = kNone;
    row[Column::spatial_resolution] = random.chance(0.9995) ? "0.148" : kNone;
    row[Column::window_center] = "2047.5";
    row[Column::window_width] = "4095";
    set_size(row, 2'230 + random.below(640), 2'130 + random.below(710));
    // In steps of 100 µAs; whole mAs beside it, and the time that goes with about 210 mA.
    const double hundreds = std::clamp(std::floor(17.5 * std::exp(0.55 * bell(random))), 5.0, 491.0);
    set_exposure(row, kNone, whole(std::round(hundreds / 10), 1, 49), whole(hundreds * 100, 500, 49'100),
                 whole(hundreds / 2.3, 1, 179));
    row[Column::relative_exposure] = whole(352 * std::exp(0.17 * bell(random)), 30, 2'104);
}

} // namespace

void fill_exposure(Row& row, Machine machine, util::SeededRandom& random) {
    switch (machine) {
    case Machine::imaging_dynamics:
        return fill_imaging_dynamics(row, random);
    case Machine::philips_cr12:
        return fill_cr12(row, random);
    case Machine::philips_cr10:
        return fill_cr10(row, random);
    case Machine::philips_dx:
        return fill_dx(row, random);
    }
}

} // namespace padchestd::simulator
