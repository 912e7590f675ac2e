#include "simulator/device.h"

#include "simulator/exposure.h"
#include "simulator/quirks.h"
#include "synthetic/choice.h"

#include <string>
#include <tuple>
#include <utility>

namespace padchestd::simulator {
namespace {

using Names = synthetic::Choice<std::string_view>;
using Pair = std::pair<std::string_view, std::string_view>;
using Pairs = synthetic::Choice<Pair>;

// Studies with one image, shares by machine.
const Names& single_projections(Machine machine) {
    static const Names imaging_dynamics({{"PA", .977}, {"L", .018}, {"AP", .005}});
    static const Names cr12(
        {{"AP_horizontal", .652}, {"PA", .2587}, {"AP", .0756}, {"L", .013}, {"COSTAL", .0007}});
    static const Names cr10({{"AP", .668}, {"PA", .312}, {"L", .02}});
    static const Names dx({{"PA", .972}, {"AP", .016}, {"L", .012}});
    switch (machine) {
    case Machine::imaging_dynamics:
        return imaging_dynamics;
    case Machine::philips_cr12:
        return cr12;
    case Machine::philips_cr10:
        return cr10;
    case Machine::philips_dx:
        break;
    }
    return dx;
}

// Studies with two images, in the order of the feed.
const Pairs& projection_pairs(Machine machine) {
    static const Pairs front_and_side({{{"L", "PA"}, .5},
                                       {{"PA", "L"}, .48},
                                       {{"PA", "PA"}, .0095},
                                       {{"PA", "AP"}, .0014},
                                       {{"AP", "PA"}, .0013},
                                       {{"L", "AP"}, .0015},
                                       {{"L", "L"}, .0015}});
    static const Pairs cr12({{{"L", "PA"}, .6425},
                             {{"PA", "L"}, .3009},
                             {{"PA", "PA"}, .0163},
                             {{"AP_horizontal", "AP_horizontal"}, .0089},
                             {{"COSTAL", "COSTAL"}, .0074},
                             {{"L", "AP"}, .0047},
                             {{"AP", "L"}, .0037},
                             {{"AP", "AP"}, .005},
                             {{"L", "AP_horizontal"}, .003}});
    return machine == Machine::philips_cr12 ? cr12 : front_and_side;
}

// Each image of a study with three or more.
const Names& many_projections(Machine machine) {
    static const Names imaging_dynamics({{"PA", .453},
                                         {"L", .374},
                                         {"COSTAL", .087},
                                         {"AP", .071},
                                         {"EXCLUDE", .0125},
                                         {"AP_horizontal", .0023}});
    static const Names cr12(
        {{"PA", .397}, {"L", .283}, {"COSTAL", .189}, {"AP_horizontal", .093}, {"AP", .038}});
    static const Names cr10({{"L", .504}, {"PA", .49}, {"AP", .0044}, {"UNK", .004}});
    static const Names dx({{"PA", .56}, {"L", .39}, {"AP", .05}});
    switch (machine) {
    case Machine::imaging_dynamics:
        return imaging_dynamics;
    case Machine::philips_cr12:
        return cr12;
    case Machine::philips_cr10:
        return cr10;
    case Machine::philips_dx:
        break;
    }
    return dx;
}

std::string_view view_position(Machine machine, std::string_view projection) {
    if (machine == Machine::philips_dx) return projection == "L" ? "LL" : projection;
    if (machine != Machine::imaging_dynamics) return "nan";
    if (projection == "L") return "LATERAL";
    if (projection == "PA") return "POSTEROANTERIOR";
    return projection == "EXCLUDE" ? "OBLICUA" : "ANTEROPOSTERIOR";
}

// A network told the projection where the machine did not: nearly all frontal and lateral images of the
// 10-bit one.
std::string_view projection_method(Machine machine, std::string_view projection, util::SeededRandom& random) {
    const bool asked = projection == "PA" || projection == "L" || projection == "UNK";
    const double by_network = machine == Machine::philips_cr10   ? 0.98
                              : machine == Machine::philips_cr12 ? 0.018
                                                                 : 0;
    return asked && random.chance(by_network) ? "resnet-50.t7" : "Manual review of DICOM fields";
}

Machine draw_machine(Block block, bool several_images, util::SeededRandom& random) {
    using enum Machine;
    static const synthetic::Choice<Machine> physician_one(
        {{philips_dx, .375}, {philips_cr12, .3254}, {imaging_dynamics, .2983}, {philips_cr10, .0012}});
    static const synthetic::Choice<Machine> physician_more(
        {{philips_cr12, .5127}, {philips_dx, .2702}, {imaging_dynamics, .2068}, {philips_cr10, .0103}});
    static const synthetic::Choice<Machine> model_one(
        {{imaging_dynamics, .5779}, {philips_cr12, .3556}, {philips_cr10, .0665}});
    static const synthetic::Choice<Machine> model_more(
        {{imaging_dynamics, .5851}, {philips_cr12, .2408}, {philips_cr10, .1741}});
    if (block == Block::physician) return (several_images ? physician_more : physician_one).draw(random);
    return (several_images ? model_more : model_one).draw(random);
}

// The two machines of a study that has two.
std::pair<Machine, Machine> draw_two_machines(Block block, util::SeededRandom& random) {
    using enum Machine;
    using Machines = synthetic::Choice<std::pair<Machine, Machine>>;
    static const Machines physician(
        {{{imaging_dynamics, philips_cr12}, 18}, {{philips_cr12, philips_dx}, 6}});
    static const Machines model({{{imaging_dynamics, philips_cr12}, 154},
                                 {{philips_cr12, philips_cr10}, 21},
                                 {{imaging_dynamics, philips_cr10}, 11}});
    return (block == Block::physician ? physician : model).draw(random);
}

std::vector<std::string_view> draw_projections(Machine machine, std::size_t images,
                                               util::SeededRandom& random) {
    if (images == 1) return {single_projections(machine).draw(random)};
    if (images == 2) {
        const Pair& pair = projection_pairs(machine).draw(random);
        return {pair.first, pair.second};
    }
    std::vector<std::string_view> projections;
    while (projections.size() < images) projections.push_back(many_projections(machine).draw(random));
    return projections;
}

} // namespace

std::vector<Exposure> draw_exposures(Block block, std::size_t images, util::SeededRandom& random) {
    const double two = block == Block::physician ? quirk::kTwoMachinesPhysician : quirk::kTwoMachinesModel;
    Machine first = draw_machine(block, images > 1, random);
    Machine last = first;
    if (images > 1 && random.chance(two)) std::tie(first, last) = draw_two_machines(block, random);
    std::vector<Exposure> exposures;
    for (const std::string_view projection : draw_projections(first, images, random))
        exposures.push_back({first, projection});
    exposures.back().machine = last;
    return exposures;
}

void fill_device(Row& row, const Exposure& exposure, util::SeededRandom& random) {
    const auto [machine, projection] = exposure;
    row[Column::view_position] = view_position(machine, projection);
    row[Column::projection] = projection;
    row[Column::method_projection] = projection_method(machine, projection, random);
    row[Column::modality] = machine == Machine::philips_dx ? "DX" : "CR";
    row[Column::manufacturer] =
        machine == Machine::imaging_dynamics ? "ImagingDynamicsCompanyLtd" : "PhilipsMedicalSystems";
    row[Column::photometric_interpretation] = "MONOCHROME2";
    row[Column::pixel_representation] = "0";
    row[Column::bits_stored] = machine == Machine::philips_cr10 ? "10" : "12";
    fill_exposure(row, machine, random);
}

} // namespace padchestd::simulator
