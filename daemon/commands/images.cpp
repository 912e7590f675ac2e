#include "daemon/commands/commands.h"
#include "daemon/session.h"
#include "operation/reported_images.h"
#include "util/failure.h"

#include <fstream>
#include <iostream>

namespace padchestd::daemon::commands {

namespace {

constexpr std::size_t kMostShown = 20;

void print_bad_lines(const std::vector<operation::BadLine>& bad) {
    std::cerr << "padchestd: " << bad.size() << " lines of the list were not taken\n";
    for (std::size_t i = 0; i < std::min(bad.size(), kMostShown); ++i)
        std::cerr << "  line " << bad[i].line << ": " << bad[i].why << '\n';
    if (bad.size() > kMostShown) std::cerr << "  and " << bad.size() - kMostShown << " more\n";
    std::cerr << "hint: is the list of this feed, and has the feed been read that far? the other lines were "
                 "taken, and no image was taken off\n";
}

} // namespace

ExitCode import_missing_images(const Invocation& invocation, const MissingImagesOptions& options) {
    const auto settings = invocation.settings();
    open_quiet_log();
    std::ifstream list(options.list);
    if (!list || !std::filesystem::is_regular_file(options.list))
        throw util::Failure("cannot open the list of images " + options.list.string(),
                            "does the file exist, and may this user read it?", ExitCode::no_input);
    auto connection = connect(settings, "images");
    const auto how = options.complete ? operation::ListIs::complete : operation::ListIs::an_addition;
    const auto result = operation::report_images(connection, list, how, invocation.clock);
    std::cout << result.written << " images reported, " << result.unchanged << " known before, "
              << result.removed << " taken off\n";
    if (result.bad.empty()) return ExitCode::ok;
    print_bad_lines(result.bad);
    return ExitCode::data;
}

} // namespace padchestd::daemon::commands
