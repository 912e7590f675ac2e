#include "ingest/draw_settings.h"

#include "util/failure.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace padchestd::ingest {

namespace {

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

util::Secret read_secret(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string text;
    if (!stream || !(stream >> text))
        throw util::Failure("cannot read the draw's secret from " + file.string(),
                            "does the file of patients.secret_file exist, and may this user read it?",
                            util::ExitCode::config);
    util::Secret secret{};
    bool valid = text.size() == secret.size() * 2;
    for (std::size_t i = 0; valid && i < secret.size(); ++i) {
        const int high = hex_digit(text[2 * i]);
        const int low = hex_digit(text[2 * i + 1]);
        valid = high >= 0 && low >= 0;
        secret[i] = static_cast<std::uint8_t>((high << 4) | low);
    }
    if (!valid)
        throw util::Failure("cannot use the draw's secret in " + file.string() +
                                ": it is not 64 hexadecimal digits",
                            "was it made by `openssl rand -hex 32`?", util::ExitCode::config);
    return secret;
}

} // namespace

clinical::Draw draw_of(const config::Settings& settings) {
    switch (settings.patients.draw) {
    case config::PatientDraw::matched:
        return clinical::Draw::matched;
    case config::PatientDraw::by_patient:
        return clinical::Draw::by_patient;
    case config::PatientDraw::uniform:
        break;
    }
    return clinical::Draw::uniform;
}

void refuse_other_draw(const config::Settings& settings, clinical::Draw stored) {
    if (stored == draw_of(settings)) return;
    util::Problem problem{
        "cannot give studies patients by the draw " + std::string(clinical::name(draw_of(settings))) +
            ": those of the store have theirs by the draw " + std::string(clinical::name(stored)),
        "is patients.draw right? `padchestd redraw` gives every study a patient by the new "
        "draw, while no daemon runs",
        util::ExitCode::config, true};
    throw util::Failure(problem);
}

std::optional<util::Secret> secret_of(const config::Settings& settings) {
    if (settings.patients.secret_file.empty()) return std::nullopt;
    return read_secret(settings.patients.secret_file);
}

} // namespace padchestd::ingest
