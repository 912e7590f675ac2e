#include "dashboard/writer.h"

#include "dashboard/model.h"
#include "util/atomic_file.h"

#include <stdexcept>
#include <string_view>

// The built page (web/build.mjs), linked in by cmake/embed.cmake.
// NOLINTNEXTLINE(readability-identifier-naming): the assembler's names
extern "C" const char padchestd_dashboard_page_begin[];
// NOLINTNEXTLINE(readability-identifier-naming): the assembler's names
extern "C" const char padchestd_dashboard_page_end[];

namespace padchestd::dashboard {

std::string page(pg::Connection& connection, const Options& options, const util::Clock& clock) {
    const std::string_view built(
        padchestd_dashboard_page_begin,
        static_cast<std::size_t>(padchestd_dashboard_page_end - padchestd_dashboard_page_begin));
    constexpr std::string_view kPlace = "@MODEL@"; // once in the page: build.mjs sees to it
    const std::size_t place = built.find(kPlace);
    if (place == std::string_view::npos) throw std::logic_error("the built page has no place for its model");
    const std::string model = model_json(connection, options, clock);
    std::string result;
    result.reserve(built.size() + model.size());
    result.append(built.substr(0, place)).append(model).append(built.substr(place + kPlace.size()));
    return result;
}

void write(pg::Connection& connection, const std::filesystem::path& file, const Options& options,
           const util::Clock& clock) {
    util::write_atomically(file, page(connection, options, clock));
}

} // namespace padchestd::dashboard
